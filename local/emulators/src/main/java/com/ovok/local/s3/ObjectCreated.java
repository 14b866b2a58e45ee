package com.ovok.local.s3;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * An object that was just stored.
 *
 * @param versionId empty if the bucket keeps no versions
 * @param size in bytes
 * @param eTag without quotes; the MD5 of the content unless it was uploaded in parts
 * @param sha256 of the content, in lower-case hex
 * @param contentType of the request, if it had one
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

    /** Omits the key, which can contain a file name. */
    @Override
    public String toString() {
        return size + " bytes in " + bucket;
    }
}
