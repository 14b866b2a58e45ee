package com.ovok.local.s3;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.BiMap;
import com.google.common.collect.HashBiMap;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Gives each version an id as S3 does: 32 characters that no other version has, in this run or another. S3Proxy counts
 * its versions from 1 in each run, so that a function that outlives the run would take a new version for an old one.
 * Thread-safe.
 */
final class VersionIds {
    /** S3's id of the version that an object has in a bucket without versions. */
    static final String NULL = "null";

    /** Names no version of S3Proxy's. */
    private static final String UNKNOWN = "unknown";

    private final BiMap<String, String> publicByStored = HashBiMap.create();
    private final SecureRandom random = new SecureRandom();

    /** Returns the id that callers know; null if the bucket keeps no versions. */
    synchronized @Nullable String toPublic(@Nullable String storedId) {
        return storedId == null || storedId.equals(NULL)
                ? storedId
                : publicByStored.computeIfAbsent(storedId, _ -> newId());
    }

    /** Returns the id of S3Proxy; null if the caller names no version. */
    synchronized @Nullable String toStored(@Nullable String publicId) {
        return publicId == null || publicId.equals(NULL)
                ? publicId
                : publicByStored.inverse().getOrDefault(publicId, UNKNOWN);
    }

    /** Gives the version of this public id another one, which is taken from the version that had it before. */
    synchronized void rename(String publicId, String newId) {
        publicByStored.forcePut(requireNonNull(toStored(publicId)), newId);
    }

    private String newId() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
