package com.ovok.upload;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time that one call spends on waiting, a share of what its deadline leaves. For one thread. */
final class Patience {
    private final Deadline deadline;
    private final double share;
    private final RetryPolicy.Sleeper sleeper;
    private final Instant started;
    private Duration slept = Duration.ZERO;
    private @Nullable Instant since;
    private Duration whole = Duration.ZERO;

    /**
     * Begins with the first call of {@link #begin()}.
     *
     * @param share of the time that is left then, from 0 to 1
     */
    Patience(Deadline deadline, double share, RetryPolicy.Sleeper sleeper) {
        this.deadline = deadline;
        this.share = share;
        this.sleeper = sleeper;
        this.started = deadline.clock().instant();
    }

    /** Returns the deadline's time; every sleep counts, even if the clock does not show it. */
    Instant now() {
        Instant shown = deadline.clock().instant();
        Instant counted = started.plus(slept);
        return shown.isAfter(counted) ? shown : counted;
    }

    /** Takes its share of the time that is left, unless it has done so before. */
    void begin() {
        if (since == null) {
            since = now();
            whole = part(untilDeadline(), share);
        }
    }

    /** Returns what is left of {@code part} of it, negative if it is over. */
    Duration left(double part) {
        return since == null ? Duration.ZERO : Duration.between(now(), since.plus(part(whole, part)));
    }

    /** Whether enough time for another attempt follows the pause: half of what the share does not take. */
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
