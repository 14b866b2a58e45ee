package com.ovok.upload.event;

import static com.ovok.upload.event.EventFields.malformed;
import static com.ovok.upload.event.EventFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Log;
import com.ovok.upload.PercentEncoding;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.SourceObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses S3 event notifications. Reads few fields, because their schema grows.
 *
 * <p>Reads a tree instead of {@code S3Event}, which cannot distinguish a test event from an unknown event. An unknown
 * event must cause an error.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class S3Notification {
    private static final Pattern NEVER_ENCODED = Pattern.compile("[^\\x21-\\x7e]|[\"<>\\\\^`{|}#?]");

    private S3Notification() {}

    /**
     * Returns the records of a notification; empty for the test event that S3 sends when notifications are set up.
     *
     * @throws UploadException.Rejected if this is not an S3 notification
     */
    public static Iterable<JsonNode> records(JsonNode event) {
        if (event.path("Event").asText().equals("s3:TestEvent")) {
            Log.info("event skipped", Map.of("reason", "a test event"));
            return List.of();
        }
        if (!event.path("Records").isArray()) {
            throw malformed("The event is no S3 notification and no event of EventBridge: it has neither Records nor a"
                    + " detail-type.");
        }
        return event.path("Records");
    }

    /**
     * Returns the created object; empty for other kinds of events.
     *
     * @throws UploadException.Rejected if the record is incomplete
     */
    public static Optional<SourceObject> arrival(JsonNode record) {
        EventFields.requireMajorVersion(record, "eventVersion", "2");
        JsonNode object = record.path("s3").path("object");
        String name = text(record, "eventName");
        String bucket = text(record.path("s3").path("bucket"), "name");
        String encodedKey = text(object, "key");
        if (name == null || bucket == null || encodedKey == null) {
            throw malformed("Invalid S3 notification: a record lacks its eventName, bucket or key.");
        }
        if (!name.startsWith("ObjectCreated:") && !name.startsWith("s3:ObjectCreated:")) {
            Log.info("event skipped", Map.of("reason", "not ObjectCreated"));
            return Optional.empty();
        }
        return Optional.of(new SourceObject(
                bucket,
                decoded(encodedKey),
                EventFields.versionId(object, "versionId"),
                text(object, "eTag"),
                text(object, "sequencer"),
                EventFields.size(object),
                text(record, "awsRegion")));
    }

    /**
     * Decodes URL-encoding. Some servers send keys unencoded. Such a key has a character that URL-encoding never
     * contains, an invalid percent sign, or bytes that are not UTF-8.
     */
    static String decoded(String key) {
        return NEVER_ENCODED.matcher(key).find()
                ? key
                : PercentEncoding.decode(key.replace('+', ' ')).orElse(key);
    }
}
