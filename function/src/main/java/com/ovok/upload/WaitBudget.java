package com.ovok.upload;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The waiting time of one call: a share of the time until its deadline. Not thread-safe. */
final class WaitBudget {
    private final Deadline deadline;
    private final double share;
    private final RetryPolicy.Sleeper sleeper;
    private final Instant started;
    private Duration slept = Duration.ZERO;
    private @Nullable Instant since;
    private Duration whole = Duration.ZERO;

    /**
     * Creates it without starting it; {@link #start()} does.
     *
     * @param share of the time left at the start, from 0 to 1
     */
    WaitBudget(Deadline deadline, double share, RetryPolicy.Sleeper sleeper) {
        this.deadline = deadline;
        this.share = share;
        this.sleeper = sleeper;
        this.started = deadline.clock().instant();
    }

    /** Returns the deadline's time. Counts every sleep, even if the clock does not show it. */
    Instant now() {
        Instant shown = deadline.clock().instant();
        Instant counted = started.plus(slept);
        return shown.isAfter(counted) ? shown : counted;
    }

    /** Reserves its share of the time left; has no effect after the first call. */
    void start() {
        if (since == null) {
            since = now();
            whole = part(untilDeadline(), share);
        }
    }

    /** Returns how much of {@code part} of the reserved time is left; negative if it is used up. */
    Duration left(double part) {
        return since == null ? Duration.ZERO : Duration.between(now(), since.plus(part(whole, part)));
    }

    /** Returns whether enough time for another attempt follows the pause: half of the time outside the share. */
    boolean allows(Duration pause) {
        return pause.compareTo(part(untilDeadline(), (1 + share) / 2)) < 0;
    }

    void sleep(Duration pause) throws InterruptedException {
        slept = slept.plus(pause);
        sleeper.sleep(pause);
    }

    private Duration untilDeadline() {
        return Duration.between(now(), deadline.at());
    }

    private static Duration part(Duration of, double part) {
        return Duration.ofMillis((long) (of.toMillis() * part));
    }
}
