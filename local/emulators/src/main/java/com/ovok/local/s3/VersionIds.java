package com.ovok.local.s3;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.BiMap;
import com.google.common.collect.HashBiMap;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Assigns version ids like S3's: 32 characters, unique across runs. S3Proxy counts its versions from 1 in each run, so
 * a function that outlives the run would mistake a new version for an old one. Thread-safe.
 */
final class VersionIds {
    /** S3's version id of an object in a bucket without versions. */
    static final String NULL = "null";

    /** Not a version id of S3Proxy. */
    private static final String UNKNOWN = "unknown";

    private final BiMap<String, String> publicByStored = HashBiMap.create();
    private final SecureRandom random = new SecureRandom();

    /** Returns the public id; null if the bucket keeps no versions. */
    synchronized @Nullable String toPublic(@Nullable String storedId) {
        return storedId == null || storedId.equals(NULL)
                ? storedId
                : publicByStored.computeIfAbsent(storedId, _ -> newId());
    }

    /** Returns S3Proxy's id; null if the caller names no version. */
    synchronized @Nullable String toStored(@Nullable String publicId) {
        return publicId == null || publicId.equals(NULL)
                ? publicId
                : publicByStored.inverse().getOrDefault(publicId, UNKNOWN);
    }

    /** Gives the version of this public id another one, and takes it from the version that had it. */
    synchronized void rename(String publicId, String newId) {
        publicByStored.forcePut(requireNonNull(toStored(publicId)), newId);
    }

    private String newId() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
