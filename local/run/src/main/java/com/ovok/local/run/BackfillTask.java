package com.ovok.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.s3.ObjectCreated;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** One object of a backfill, and the event with which S3 Batch Operations sends it in the schema 2.0. */
record BackfillTask(ObjectCreated object, boolean dryRun) {
    private static final String ID = "task";

    /** Returns the event, which has one task as S3's have. */
    byte[] event() {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("invocationSchemaVersion", "2.0").put("invocationId", "local");
        event.putObject("job").put("id", "local").putObject("userArguments").put("dryRun", Boolean.toString(dryRun));
        ObjectNode task = event.putArray("tasks").addObject().put("taskId", ID);
        task.put("s3Bucket", object.bucket()).put("s3Key", encode(object.key()));
        task.put("s3VersionId", object.versionId().orElse(null));
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the task's result out of a response.
     *
     * @throws ExitException if the response is not the one that S3 expects
     */
    BackfillReport.Line line(JsonNode response) throws ExitException {
        JsonNode result = response.at("/results/0");
        if (response.path("results").size() != 1
                || !result.path("taskId").asText().equals(ID)) {
            throw ExitException.failed("the function's response has not one result for its task: " + response);
        }
        return new BackfillReport.Line(
                object,
                result.path("resultCode").asText(),
                result.path("resultString").asText());
    }

    /** Encodes a key as manifests have it. */
    static String encode(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
