package com.ovok.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** An event of S3 Batch Operations, which has one task. */
record BatchOperationsEvent(ObjectNode json) implements ArrivalEvent {

    @Override
    public String function() {
        return LocalEnvironment.BACKFILL_FUNCTION;
    }

    @Override
    public List<Arrival> arrivals() {
        return json.path("tasks")
                .valueStream()
                .flatMap(task -> arrival(task).stream())
                .toList();
    }

    /**
     * Returns the object of a task, whose bucket is a name in schema 2.0 and an ARN in schema 1.0; empty for others.
     */
    static Optional<Arrival> arrival(JsonNode task) {
        String bucket =
                task.path("s3Bucket").asText(task.path("s3BucketArn").asText().replaceFirst("^arn:[a-z-]+:s3:::", ""));
        return task instanceof ObjectNode object && ArrivalEvent.isBucket(bucket)
                ? Optional.of(new Arrival(bucket, object, Arrival.Format.BATCH_OPERATIONS))
                        .filter(Arrival::isFile)
                : Optional.empty();
    }

    @Override
    public void narrowTo(String fileName) throws ExitException {
        Arrival first = arrivals().stream().findFirst().orElseThrow(ArrivalEvent::nothingArrives);
        first.rename(fileName);
        json.putArray("tasks").add(first.object());
    }

    /** Returns an entry for each task, whose result is the document's id. */
    @Override
    public JsonNode entries(JsonNode response) throws ExitException {
        ArrayNode entries = JsonNodeFactory.instance.arrayNode();
        for (JsonNode result : response.path("results")) {
            String text = result.path("resultString").asText();
            if (!result.path("resultCode").asText().equals("Succeeded")) {
                throw ExitException.failed("the task failed: " + text);
            }
            entries.addObject().put("id", text);
        }
        return entries;
    }
}
