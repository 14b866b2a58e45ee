package com.ovok.upload.event;

import com.ovok.upload.UploadException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the failures of an event's records until all were tried. */
final class RecordFailures {
    private final List<UploadException> failures = new ArrayList<>();

    void collect(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failures.add(UploadException.from(e));
        }
    }

    /** Throws the failure that another delivery helps most, with the others attached. */
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
