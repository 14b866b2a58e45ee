package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.ovok.upload.Deadline;
import java.time.Duration;
import java.time.InstantSource;

/** What a handler takes from Lambda's context. */
final class Invocation {
    /** Kept back to write the ledger and to answer before Lambda ends the process. */
    private static final Duration MARGIN = Duration.ofSeconds(3);

    private Invocation() {}

    static Deadline deadline(Context context) {
        Duration remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        return Deadline.in(remaining.minus(MARGIN), InstantSource.system());
    }
}
