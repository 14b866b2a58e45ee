package com.ovok.upload;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The moment by which an invocation must have returned its response. */
public record Deadline(Instant at, InstantSource clock) {

    /** Returns a deadline that is {@code remaining} from now by {@code clock}. */
    public static Deadline in(Duration remaining, InstantSource clock) {
        return new Deadline(clock.instant().plus(remaining), clock);
    }

    /** Returns whether the deadline is later than the end of {@code pause}. */
    public boolean allows(Duration pause) {
        return clock.instant().plus(pause).isBefore(at);
    }

    /**
     * Returns the remaining time, which is never zero, so that it can be set as a timeout.
     *
     * @throws UploadException.Unavailable if no time is left
     */
    public Duration remaining() {
        Duration left = Duration.between(clock.instant(), at);
        if (left.toMillis() <= 0) {
            throw passed(null);
        }
        return left;
    }

    /** Returns the deadline that is {@code atMost} from now, or this one if it is earlier. */
    public Deadline within(Duration atMost) {
        Instant end = clock.instant().plus(atMost);
        return end.isBefore(at) ? new Deadline(end, clock) : this;
    }

    /** Creates the exception for an expired deadline. */
    public static UploadException.Unavailable passed(@Nullable Throwable cause) {
        return new UploadException.Unavailable(
                Problem.DEADLINE, "The invocation's time is used up. Raise the function's timeout.", cause);
    }
}
