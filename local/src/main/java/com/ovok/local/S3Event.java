package com.ovok.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.s3.ObjectCreated;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** A notification of S3, with any number of records, or its test event. */
record S3Event(ObjectNode json) implements LocalEvent {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Creates the notification that S3 sends about an object that was just stored. */
    static S3Event about(ObjectCreated created, String region, Instant time) {
        ObjectNode object = JSON.objectNode().put("key", encode(created.key()));
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

    /** Returns the created objects; changes to them change the event. */
    List<Arrival> arrivals() {
        return StreamSupport.stream(json.path("Records").spliterator(), false)
                .flatMap(record -> arrival(record).stream())
                .toList();
    }

    /** Returns the created object of a record; empty for other kinds of events. */
    static Optional<Arrival> arrival(JsonNode record) {
        return isArrival(record)
                ? Optional.of(new Arrival(record.at("/s3/bucket/name").asText(), (ObjectNode) record.at("/s3/object")))
                : Optional.empty();
    }

    static boolean isBucket(String name) {
        return BUCKET.matcher(name).matches();
    }

    Set<String> buckets() {
        return arrivals().stream().map(Arrival::bucket).collect(Collectors.toSet());
    }

    /** Keeps only the first created object, and gives it this file's name. */
    void narrowTo(String fileName) throws ExitException {
        ArrayNode first = JSON.arrayNode();
        for (JsonNode record : json.path("Records")) {
            if (first.isEmpty() && isArrival(record)) {
                first.add(record);
            }
        }
        if (first.isEmpty()) {
            throw ExitException.badInput("-Dfile: the event tells of no arrival that the file could stand for");
        }
        json.set("Records", first);
        arrivals().getFirst().rename(fileName);
    }

    @Override
    public JsonNode entries(JsonNode response) throws ExitException {
        if (!response.isArray()) {
            throw ExitException.failed("the function returned no list: " + response);
        }
        return response;
    }

    /** Leaves malformed records to the function, which rejects them. */
    private static boolean isArrival(JsonNode record) {
        return record.path("eventName").asText().startsWith("ObjectCreated:")
                && isBucket(record.at("/s3/bucket/name").asText())
                && record.at("/s3/object") instanceof ObjectNode object
                && isFile(object.path("key").asText());
    }

    private static boolean isFile(String encodedKey) {
        try {
            String key = decode(encodedKey);
            return !key.isEmpty() && !key.endsWith("/");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String decode(String encodedKey) {
        return URLDecoder.decode(encodedKey, StandardCharsets.UTF_8);
    }

    private static String encode(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }

    /** One object of the event. */
    record Arrival(String bucket, ObjectNode object) {
        String key() {
            return decode(object.path("key").asText());
        }

        /** Returns the event's version; empty if it names none. */
        Optional<String> versionId() {
            return Optional.ofNullable(object.path("versionId").textValue())
                    .filter(id -> !id.isEmpty() && !id.equals("null"));
        }

        /** Sets the fields that S3 returned when the object was stored. */
        void complete(long size, String eTag) {
            object.put("size", size).put("eTag", eTag);
        }

        private void rename(String fileName) {
            String folder = key().substring(0, key().lastIndexOf('/') + 1);
            object.put("key", encode(folder + fileName));
        }
    }
}
