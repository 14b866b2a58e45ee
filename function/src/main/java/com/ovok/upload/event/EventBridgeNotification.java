package com.ovok.upload.event;

import static com.ovok.upload.event.EventFields.malformed;
import static com.ovok.upload.event.EventFields.requireMajorVersion;
import static com.ovok.upload.event.EventFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.SourceObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event {@code Object Created} that S3 sends to Amazon EventBridge. Every {@code reason}, such as
 * {@code CopyObject}, is the arrival of an object.
 *
 * <p>Unlike in S3's own notifications, keys are not URL-encoded.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">EventBridge event message
 *     structure</a>
 */
final class EventBridgeNotification {
    private static final String SOURCE = "aws.s3";
    private static final String OBJECT_CREATED = "Object Created";
    /** Other names could be anything, so messages do not quote them. */
    private static final Pattern NAME_OF_AWS = Pattern.compile("[A-Z][A-Za-z]*( [A-Za-z]+){0,5}");

    private static final Pattern SERVICE = Pattern.compile("aws\\.[a-z0-9-]{1,40}");

    private EventBridgeNotification() {}

    /** Returns whether this is an event of EventBridge, of any type. */
    static boolean matches(JsonNode event) {
        return event.has("detail-type");
    }

    /**
     * Returns the object that arrived.
     *
     * @throws UploadException.Rejected if this is another event, or the event lacks a part
     */
    static SourceObject arrival(JsonNode event) {
        requireObjectCreated(event);
        JsonNode detail = event.path("detail");
        requireMajorVersion(event, "version", "0");
        requireMajorVersion(detail, "version", "0");
        requireMajorVersion(detail, "event-version", "1");
        JsonNode object = detail.path("object");
        String bucket = text(detail.path("bucket"), "name");
        String key = text(object, "key");
        if (bucket == null || key == null) {
            throw malformed("The event lacks its detail.bucket.name or detail.object.key.");
        }
        return new SourceObject(
                bucket,
                key,
                EventFields.versionId(object, "version-id"),
                text(object, "etag"),
                text(object, "sequencer"),
                EventFields.size(object),
                text(event, "region"));
    }

    private static void requireObjectCreated(JsonNode event) {
        String source = text(event, "source");
        String type = text(event, "detail-type");
        if (!SOURCE.equals(source) || !OBJECT_CREATED.equals(type)) {
            throw malformed("The event is " + quoted(type, NAME_OF_AWS) + " of " + quoted(source, SERVICE)
                    + ". Only \"" + OBJECT_CREATED + "\" of \"" + SOURCE
                    + "\" can be processed: correct the rule's event pattern.");
        }
    }

    private static String quoted(@Nullable String name, Pattern known) {
        return name != null && known.matcher(name).matches() ? '"' + name + '"' : "another one";
    }
}
