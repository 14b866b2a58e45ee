package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import java.time.Duration;
import java.time.Instant;

/**
 * The part of an invocation's remaining time that one step may take, so that a silent server leaves time for a
 * fallback.
 *
 * @param parts the step may take the remaining time divided by this
 * @param floor the minimum: a shorter time could interrupt a working server
 * @param cap the maximum: a working server does not need more
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
