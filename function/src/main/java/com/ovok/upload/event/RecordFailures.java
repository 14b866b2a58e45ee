package com.ovok.upload.event;

import com.ovok.upload.UploadException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the failures of an event's records. */
final class RecordFailures {
    private final List<UploadException> failures = new ArrayList<>();

    void collect(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failures.add(UploadException.from(e));
        }
    }

    /** Throws the failure for which another delivery is most useful, with the others as suppressed exceptions. */
    void throwIfAny() {
        failures.stream().min(Comparator.comparingInt(RecordFailures::rank)).ifPresent(worst -> {
            failures.stream().filter(other -> other != worst).forEach(worst::addSuppressed);
            throw worst;
        });
    }

    private static int rank(UploadException e) {
        return switch (e) {
            case UploadException.Unavailable unavailable -> 0;
            case UploadException.Misconfigured misconfigured -> 1;
            case UploadException.Rejected rejected -> 2;
        };
    }
}
