package com.ovok.upload;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker whose callers wait: what the calls of one server know from each other's failures. Thread-safe.
 *
 * <p>It opens when several calls have failed since one last passed, so that a single file that fails for its own reason
 * stops no other. While it is open, one call at a time makes an attempt; the others wait for its outcome. The first
 * success closes it.
 */
final class Outage {
    /** So long the others wait for the outcome of one attempt, which may be a large upload or meet a silent server. */
    private static final Duration PROBE = Duration.ofSeconds(3);

    private final int enough;
    private final IntFunction<Duration> pauses;
    private long passed;
    private int failing;
    private int probes;
    private Instant nextProbe = Instant.MIN;
    private Instant probeEnds = Instant.MIN;
    private @Nullable Object prober;

    /**
     * A closed one.
     *
     * @param enough how many calls have to fail
     * @param pauses returns the pause after so many failed probes
     */
    Outage(int enough, IntFunction<Duration> pauses) {
        this.enough = enough;
        this.pauses = pauses;
    }

    synchronized boolean isOpen() {
        return failing >= enough;
    }

    /** Returns how many calls have passed so far. */
    synchronized long passed() {
        return passed;
    }

    /**
     * Whether the call may make an attempt now; while this is open, the call is then the probe.
     *
     * @param patient whether it also waits for the pause between two probes
     */
    synchronized boolean admits(Object call, boolean patient, Instant now) {
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

    /** Takes the call's success as the end of the outage. */
    synchronized void pass() {
        passed++;
        failing = 0;
        probes = 0;
        prober = null;
        nextProbe = Instant.MIN;
        probeEnds = Instant.MIN;
    }

    /**
     * Takes a failure that another attempt may cure.
     *
     * @param first whether it is the call's first since another call passed
     */
    synchronized void fail(Object call, boolean first, Instant now) {
        failing += first ? 1 : 0;
        probes += call.equals(prober) ? 1 : 0;
        nextProbe = now.plus(pauses.apply(probes));
        leave(call);
    }

    /** Lets another call be the probe, whatever became of this one. */
    synchronized void leave(Object call) {
        if (call.equals(prober)) {
            prober = null;
            probeEnds = Instant.MIN;
        }
    }
}
