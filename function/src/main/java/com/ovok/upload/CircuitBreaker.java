package com.ovok.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for one server, whose callers wait while it is open. Thread-safe.
 *
 * <p>It opens when several calls have failed since the last success, so that one file that always fails does not block
 * the others. While it is open, one call at a time probes the server and the others wait for its outcome. The first
 * success closes it.
 */
final class CircuitBreaker {
    /** How long other calls wait for a probe, which can be a large upload or meet a silent server. */
    private static final Duration PROBE = Duration.ofSeconds(3);

    private final int threshold;
    private final IntFunction<Duration> pauses;
    private long successes;
    private int failedCalls;
    private int failedProbes;
    private Instant nextProbe = Instant.MIN;
    private Instant probeEnds = Instant.MIN;
    private @Nullable Object prober;

    /**
     * Creates a closed breaker.
     *
     * @param threshold how many failed calls open it
     * @param pauses returns the pause after a number of failed probes
     */
    CircuitBreaker(int threshold, IntFunction<Duration> pauses) {
        this.threshold = threshold;
        this.pauses = pauses;
    }

    synchronized boolean isOpen() {
        return failedCalls >= threshold;
    }

    /** Returns the number of successful calls so far. */
    synchronized long successes() {
        return successes;
    }

    /**
     * Returns whether the call may make an attempt now. While the breaker is open, this makes the call the probe.
     *
     * @param patient whether the call also waits for the pause between two probes
     */
    synchronized boolean permits(Object call, boolean patient, Instant now) {
        if (!isOpen()) {
            return true;
        }
        if (now.isBefore(probeEnds) || (patient && now.isBefore(nextProbe))) {
            return false;
        }
        prober = call;
        probeEnds = now.plus(PROBE);
        return true;
    }

    /** Records a success and closes the breaker. */
    synchronized void recordSuccess() {
        successes++;
        failedCalls = 0;
        failedProbes = 0;
        prober = null;
        nextProbe = Instant.MIN;
        probeEnds = Instant.MIN;
    }

    /**
     * Records a failure that a retry can fix.
     *
     * @param first whether it is the call's first failure since another call succeeded
     */
    synchronized void recordFailure(Object call, boolean first, Instant now) {
        failedCalls += first ? 1 : 0;
        failedProbes += call.equals(prober) ? 1 : 0;
        nextProbe = now.plus(pauses.apply(failedProbes));
        release(call);
    }

    /** Frees the place of the probe if the call holds it, whatever its outcome was. */
    synchronized void release(Object call) {
        if (call.equals(prober)) {
            prober = null;
            probeEnds = Instant.MIN;
        }
    }
}
