package com.ovok.upload.aws;

import com.ovok.upload.Log;
import com.ovok.upload.http.OpenHttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How far this machine's clock is behind the servers', as far as their responses have shown it. Thread-safe.
 *
 * <p>Responses are compared only where a clock may be at fault, so that no other response costs the reading of a date.
 */
public final class ClockSkew {
    /** Smaller differences come from the way of the response and do no harm. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);

    private final AtomicBoolean logged = new AtomicBoolean();
    private volatile Duration behind = Duration.ZERO;

    /** Returns the servers' time as far as it is known, going by {@code clock}. */
    public InstantSource corrected(InstantSource clock) {
        return () -> clock.instant().plus(behind);
    }

    /** Compares this machine's clock with the response's {@code Date}, and logs a difference once. */
    public void compare(OpenHttpResponse response) {
        response.date()
                .ifPresent(date -> correct(Duration.between(response.clock().instant(), date)));
    }

    /**
     * Takes the time of a response that refuses the request's time.
     *
     * @return whether {@link #corrected} now gives another time, so that another request may pass
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
     * Logs once that S3 called a form expired too early by this machine's clock.
     *
     * @param validFor how long the form is valid by that clock
     */
    public void suspect(Duration validFor) {
        log("formValidForSeconds", validFor, "S3 calls a form expired that is still valid by this function's clock.");
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
