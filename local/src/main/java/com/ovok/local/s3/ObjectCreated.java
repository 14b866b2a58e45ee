package com.ovok.local.s3;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An object that has just been stored.
 *
 * @param versionId empty if the bucket keeps no versions
 * @param size in bytes
 * @param eTag without quotes; the MD5 of the content unless it came in parts
 * @param sha256 of the content, in lower-case hex
 * @param contentType as the request said, if it did
 */
public record ObjectCreated(
        String bucket,
        String key,
        Optional<String> versionId,
        long size,
        String eTag,
        String sha256,
        Optional<String> contentType) {
    public ObjectCreated {
        requireNonNull(bucket);
        requireNonNull(key);
        requireNonNull(versionId);
        requireNonNull(eTag);
        requireNonNull(sha256);
        requireNonNull(contentType);
    }

    /** Leaves out the key, which can hold the name of a file. */
    @Override
    public String toString() {
        return size + " bytes in " + bucket;
    }
}
