package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import java.time.Duration;
import java.time.Instant;

/**
 * The part of an invocation's remaining time that one step may take at most, so that a silent server leaves time for
 * another way.
 *
 * @param parts the step may take the remaining time divided by this
 * @param floor a shorter time would help no server that works
 * @param cap a longer time would help no server that works
 */
record TimeShare(int parts, Duration floor, Duration cap) {

    /** Returns the end of the step, which is never after {@code deadline}. */
    Deadline of(Deadline deadline) {
        Instant now = deadline.clock().instant();
        Duration part = Duration.between(now, deadline.at()).dividedBy(parts);
        Duration atMost = part.compareTo(cap) < 0 ? part : cap;
        Instant end = now.plus(atMost.compareTo(floor) < 0 ? floor : atMost);
        return end.isBefore(deadline.at()) ? new Deadline(end, deadline.clock()) : deadline;
    }
}
