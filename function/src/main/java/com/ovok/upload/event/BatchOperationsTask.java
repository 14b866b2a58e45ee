package com.ovok.upload.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.SourceObject;
import org.jspecify.annotations.Nullable;

/**
 * One object of a job of S3 Batch Operations.
 *
 * @param id opaque; names the task in the response
 * @param json the task as the schema 1.0 or 2.0 describes it
 */
public record BatchOperationsTask(String id, JsonNode json) {

    static BatchOperationsTask of(JsonNode json) {
        return new BatchOperationsTask(json.path("taskId").asText(), json);
    }

    /**
     * Returns the object that the task names, without an ETag.
     *
     * @throws UploadException.Rejected if the task names no bucket or key, or no general purpose bucket
     */
    SourceObject object() {
        String bucket = bucket();
        String key = EventFields.text(json, "s3Key");
        if (bucket == null || key == null) {
            throw EventFields.malformed("The task names no bucket or no key.");
        }
        return new SourceObject(bucket, S3Notification.decoded(key), EventFields.text(json, "s3VersionId"), null, null);
    }

    /** The schema 2.0 has the bucket's name, the schema 1.0 its ARN. */
    private @Nullable String bucket() {
        String name = EventFields.text(json, "s3Bucket");
        return name == null ? bucketOf(EventFields.text(json, "s3BucketArn")) : name;
    }

    /** An ARN with a slash is not a bucket's but an access point's, and stays as it is, to be rejected. */
    private static @Nullable String bucketOf(@Nullable String arn) {
        return arn == null || arn.contains("/") ? arn : arn.substring(arn.lastIndexOf(':') + 1);
    }

    /** Leaves out the key, which can identify a patient. */
    @Override
    public String toString() {
        return "BatchOperationsTask[]";
    }
}
