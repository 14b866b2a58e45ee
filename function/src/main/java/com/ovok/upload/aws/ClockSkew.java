package com.ovok.upload.aws;

import com.ovok.upload.Log;
import com.ovok.upload.http.OpenHttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The offset between this machine's clock and the servers', as learned from their responses. Thread-safe.
 *
 * <p>Dates are only parsed after errors that a wrong clock can cause, so that other responses cost nothing.
 */
public final class ClockSkew {
    /** Smaller differences are due to latency and are harmless. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final AtomicBoolean logged = new AtomicBoolean();
    private volatile Duration behind = Duration.ZERO;

    /** Returns {@code clock} corrected by the known offset. */
    public InstantSource corrected(InstantSource clock) {
        return () -> clock.instant().plus(behind);
    }

    /** Compares this machine's clock with the response's {@code Date}, and logs a difference once. */
    public void compare(OpenHttpResponse response) {
        response.date()
                .ifPresent(date -> correct(Duration.between(response.clock().instant(), date)));
    }

    /**
     * Adopts the time of a response that rejects the request's time.
     *
     * @return whether {@link #corrected} changed, so that a retry may succeed
     */
    public boolean adopt(OpenHttpResponse response) {
        Duration before = behind;
        behind = Duration.ZERO;
        compare(response);
        return !isSmall(behind.minus(before));
    }

    private void correct(Duration found) {
        behind = isSmall(found) ? Duration.ZERO : found;
        if (!behind.isZero()) {
            log("secondsBehind", found, "The Date of a response differs from this function's clock.");
        }
    }

    /**
     * Logs once that S3 considers a form expired that is valid by this machine's clock.
     *
     * @param validFor how long the form is valid by this clock
     */
    public void suspect(Duration validFor) {
        log("formValidForSeconds", validFor, "S3 considers a form expired that is valid by this function's clock.");
    }

    private void log(String field, Duration seconds, String reason) {
        if (logged.compareAndSet(false, true)) {
            Log.warn("clock skew", Map.of(field, seconds.toSeconds(), "reason", reason));
        }
    }

    private static boolean isSmall(Duration difference) {
        return difference.abs().compareTo(TOLERANCE) < 0;
    }
}
