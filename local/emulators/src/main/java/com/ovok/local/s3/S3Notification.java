package com.ovok.local.s3;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** The notification that S3 sends to Lambda. */
public final class S3Notification {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private S3Notification() {}

    /** Creates the notification that S3 sends about an object that was just stored. */
    public static ObjectNode about(ObjectCreated created, String region, Instant time) {
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
        return json;
    }

    private static ObjectNode record(String region, Instant time) {
        ObjectNode record = JSON.objectNode().put("eventVersion", "2.6").put("eventSource", "aws:s3");
        record.put("awsRegion", region).put("eventTime", time.toString()).put("eventName", "ObjectCreated:Put");
        record.putObject("userIdentity").put("principalId", "local");
        record.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
        record.putObject("responseElements").put("x-amz-request-id", "local").put("x-amz-id-2", "local");
        return record;
    }

    /** Encodes a key like S3 in its notifications. */
    public static String encode(String key) {
        return URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/");
    }
}
