package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.ovok.upload.Deadline;
import java.time.Duration;
import java.time.InstantSource;

/** Reads the deadline from Lambda's context. */
final class Invocation {
    /**
     * Reserved for writing the ledger and responding before Lambda ends the process. At worst a ledger call starts at
     * the deadline and takes 2 seconds, and the release of the lease takes another 0.8 seconds. At least two seconds
     * remain.
     */
    static final Duration MARGIN = Duration.ofSeconds(5);

    private Invocation() {}

    static Deadline deadline(Context context) {
        Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        return Deadline.in(remaining.minus(MARGIN), InstantSource.system());
    }
}
