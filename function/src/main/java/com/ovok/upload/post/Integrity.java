package com.ovok.upload.post;

import com.ovok.upload.Log;
import com.ovok.upload.source.Content;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Compares the MD5 digest of the stored object with that of the sent bytes, across the attempts at one file. Not
 * thread-safe.
 *
 * <p>The first attempt takes the source's ETag for the digest, because computing one costs 1.7 seconds of CPU time per
 * GiB. If the two differ, the second attempt computes the digest.
 */
final class Integrity {
    private final Optional<String> source;
    private final AtomicBoolean sourceLies;
    private @Nullable String unexpected;

    /**
     * Creates it before the first attempt.
     *
     * @param sourceLies whether any ETag of this process's sources turned out not to be a digest
     */
    Integrity(Content content, AtomicBoolean sourceLies) {
        this.source = content.md5();
        this.sourceLies = sourceLies;
    }

    /** Returns whether the next attempt must compute the digest. */
    boolean computes() {
        return source.isEmpty() || unexpected != null || sourceLies.get();
    }

    /**
     * Checks what S3 stored.
     *
     * @param sent the digest of the sent bytes, if it was computed
     */
    UploadOutcome judge(UploadOutcome.Stored stored, Optional<String> sent) {
        String known = sent.or(() -> source).orElseThrow();
        String found = stored.md5().orElse(known);
        if (!found.equals(known)) {
            return mismatch(found);
        }
        if (stored.md5().isEmpty() || source.isEmpty() || source.get().equals(found)) {
            return stored;
        }
        return unexpected == null || unexpected.equals(found) ? lied(stored) : mismatch(found);
    }

    private UploadOutcome mismatch(String found) {
        boolean again = unexpected == null;
        unexpected = found;
        String words = "S3's ETag is not the MD5 digest of the sent bytes";
        return again ? new UploadOutcome.Retryable(words, Optional.empty()) : new UploadOutcome.Altered(words);
    }

    private UploadOutcome lied(UploadOutcome.Stored stored) {
        if (sourceLies.compareAndSet(false, true)) {
            Log.warn(
                    "source etag",
                    Map.of(
                            "reason",
                            "The source's ETag looks like an MD5 digest and is not one; digests are computed."));
        }
        return stored;
    }
}
