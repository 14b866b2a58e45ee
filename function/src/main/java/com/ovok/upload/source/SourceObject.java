package com.ovok.upload.source;

import com.ovok.upload.Fingerprint;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, as an event names it.
 *
 * @param key decoded, as it was given to S3
 * @param versionId set when the bucket is versioned
 * @param eTag without quotes
 * @param sequencer orders the events of one key
 */
public record SourceObject(
        String bucket,
        String key,
        @Nullable String versionId,
        @Nullable String eTag,
        @Nullable String sequencer) {

    public SourceObject {
        if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || key.isEmpty()) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The event names no valid bucket or no key.");
        }
    }

    /**
     * The stable id of this version: the same for every delivery of its event, and safe to log.
     *
     * @return 32 hexadecimal digits
     */
    public String id() {
        return versionId == null
                ? Fingerprint.of(bucket, key, String.valueOf(eTag), String.valueOf(sequencer))
                : Fingerprint.of(bucket, key, versionId);
    }

    /** The stable id of all versions together. */
    String keyId() {
        return Fingerprint.of(bucket, key);
    }

    /** The same object, never read but in the state that had this ETag. */
    SourceObject pinnedTo(Optional<String> answeredETag) {
        return eTag != null ? this : new SourceObject(bucket, key, versionId, answeredETag.orElse(null), sequencer);
    }

    /** Leaves the key out: it may be about a patient. */
    @Override
    public String toString() {
        return "SourceObject[" + id() + "]";
    }
}
