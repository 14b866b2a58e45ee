package com.ovok.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.s3.ObjectCreated;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** A notification of S3, with any number of records, or its test event. */
record S3Event(ObjectNode json) implements ArrivalEvent {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Creates the notification that S3 sends about an object that was just stored. */
    static S3Event about(ObjectCreated created, String region, Instant time) {
        ObjectNode object = JSON.objectNode().put("key", Arrival.Format.S3.encode(created.key()));
        object.put("size", created.size()).put("eTag", created.eTag());
        created.versionId().ifPresent(id -> object.put("versionId", id));
        object.put("sequencer", "%016X".formatted(time.getEpochSecond() * 1_000_000_000 + time.getNano()));
        ObjectNode bucket = JSON.objectNode().put("name", created.bucket());
        bucket.putObject("ownerIdentity").put("principalId", "local");
        bucket.put("arn", "arn:aws:s3:::" + created.bucket());
        ObjectNode s3 = JSON.objectNode().put("s3SchemaVersion", "1.0").put("configurationId", "local");
        s3.set("bucket", bucket);
        s3.set("object", object);
        ObjectNode json = JSON.objectNode();
        json.putArray("Records").add(record(region, time).set("s3", s3));
        return new S3Event(json);
    }

    private static ObjectNode record(String region, Instant time) {
        ObjectNode record = JSON.objectNode().put("eventVersion", "2.6").put("eventSource", "aws:s3");
        record.put("awsRegion", region).put("eventTime", time.toString()).put("eventName", "ObjectCreated:Put");
        record.putObject("userIdentity").put("principalId", "local");
        record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
        record.putObject("responseElements").put("x-amz-request-id", "local").put("x-amz-id-2", "local");
        return record;
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
