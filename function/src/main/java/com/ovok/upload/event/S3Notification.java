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
 * Reads S3 event notifications, of which only a few fields matter and whose schema grows.
 *
 * <p>Read as a tree, not as {@code S3Event}: that type cannot tell a test event from an event of another kind, which
 * must not vanish without an error.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public final class S3Notification {
    private static final Pattern NEVER_ENCODED = Pattern.compile("[^\\x21-\\x7e]|[\"<>\\\\^`{|}#?]");

    private S3Notification() {}

    /**
     * The records of a notification; none for the test event that S3 sends when notifications are set up.
     *
     * @throws UploadException.Rejected when this is no S3 notification
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
     * The object that arrived, if an object arrived.
     *
     * @throws UploadException.Rejected when the record lacks a part
     */
    public static Optional<SourceObject> arrival(JsonNode record) {
        EventFields.requireMajorVersion(record, "eventVersion", "2");
        JsonNode object = record.path("s3").path("object");
        String name = text(record, "eventName");
        String bucket = text(record.path("s3").path("bucket"), "name");
        String encodedKey = text(object, "key");
        if (name == null || bucket == null || encodedKey == null) {
            throw malformed("A record of the event lacks its eventName, bucket or key.");
        }
        if (!name.replaceFirst("^s3:", "").startsWith("ObjectCreated:")) {
            Log.info("event skipped", Map.of("reason", "not an arrival"));
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
     * Undoes URL-encoding. Some servers send keys as they are: those have a character that URL-encoding leaves in no
     * text, a percent sign that encodes nothing, or bytes that are not UTF-8.
     */
    static String decoded(String key) {
        return NEVER_ENCODED.matcher(key).find()
                ? key
                : PercentEncoding.decode(key.replace('+', ' ')).orElse(key);
    }
}
