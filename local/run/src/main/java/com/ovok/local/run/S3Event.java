package com.ovok.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.s3.ObjectCreated;
import com.ovok.local.s3.S3Notification;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A notification of S3, with any number of records, or its test event. */
record S3Event(ObjectNode json) implements ArrivalEvent {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Creates the notification that S3 sends about an object that was just stored. */
    static S3Event about(ObjectCreated created, String region, Instant time) {
        return new S3Event(S3Notification.about(created, region, time));
    }

    @Override
    public String function() {
        return LocalEnvironment.S3_FUNCTION;
    }

    @Override
    public List<Arrival> arrivals() {
        return StreamSupport.stream(json.path("Records").spliterator(), false)
                .flatMap(record -> arrival(record).stream())
                .toList();
    }

    /** The object whose arrival a record tells; empty if it tells of something else, or is malformed. */
    static Optional<Arrival> arrival(JsonNode record) {
        String bucket = record.at("/s3/bucket/name").asText();
        return record.path("eventName").asText().startsWith("ObjectCreated:")
                        && ArrivalEvent.isBucket(bucket)
                        && record.at("/s3/object") instanceof ObjectNode object
                ? Optional.of(new Arrival(bucket, object, Arrival.Format.S3)).filter(Arrival::isFile)
                : Optional.empty();
    }

    @Override
    public void narrowTo(String fileName) throws ExitException {
        ArrayNode first = JSON.arrayNode();
        for (JsonNode record : json.path("Records")) {
            if (first.isEmpty() && arrival(record).isPresent()) {
                first.add(record);
            }
        }
        if (first.isEmpty()) {
            throw ArrivalEvent.nothingArrives();
        }
        json.set("Records", first);
        arrivals().getFirst().rename(fileName);
    }
}
