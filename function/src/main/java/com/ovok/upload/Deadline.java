package com.ovok.upload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The moment by which an invocation must have answered. */
public record Deadline(Instant at, InstantSource clock) {

    /** A deadline that lies {@code remaining} ahead by {@code clock}. */
    public static Deadline in(Duration remaining, InstantSource clock) {
        return new Deadline(clock.instant().plus(remaining), clock);
    }

    /** Whether there is time for {@code pause} and something after it. */
    public boolean allows(Duration pause) {
        return clock.instant().plus(pause).isBefore(at);
    }

    /**
     * The time that is left, never zero: what a timeout may be set to.
     *
     * @throws UploadException.Unavailable when no time is left
     */
    public Duration remaining() {
        Duration left = Duration.between(clock.instant(), at);
        if (left.toMillis() <= 0) {
            throw passed(null);
        }
        return left;
    }

    /** Returns the deadline that lies {@code atMost} ahead, or this one if it is earlier. */
    public Deadline within(Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        return end.isBefore(at) ? new Deadline(end, clock) : this;
    }

    /** What is thrown when no time is left. */
    public static UploadException.Unavailable passed(@Nullable Throwable cause) {
        return new UploadException.Unavailable(
                Problem.DEADLINE, "The invocation's time is used up; raise the function's timeout.", cause);
    }
}
