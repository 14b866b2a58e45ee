package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.ovok.upload.Deadline;
import java.time.Duration;
import java.time.InstantSource;

/** What a handler takes from Lambda's context. */
final class Invocation {
    /**
     * Kept back to write the ledger and to respond before Lambda ends the process. At worst a call of the ledger starts
     * at the deadline and takes 2 seconds, and the release of the lease takes another 0.8 seconds. At least two seconds
     * are left then.
     */
    static final Duration MARGIN = Duration.ofSeconds(5);

    private Invocation() {}

    static Deadline deadline(Context context) {
        Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        return Deadline.in(remaining.minus(MARGIN), InstantSource.system());
    }
}
