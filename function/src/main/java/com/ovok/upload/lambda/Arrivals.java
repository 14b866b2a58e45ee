package com.ovok.upload.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Backoff;
import com.ovok.upload.Deadline;
import java.util.ArrayList;
import java.util.List;

/** Carries the objects of an S3 notification, however it reached us. Thread-safe. */
final class Arrivals {
    private final App app;
    private final Backoff untilFree = Backoff.untilFree(Thread::sleep);

    Arrivals(App app) {
        this.app = app;
    }

    /**
     * Tries every record before a failure is thrown.
     *
     * @throws com.ovok.upload.UploadException when a record failed, or this is no S3 notification
     */
    List<FileEntryDto> carry(JsonNode notification, Deadline deadline) {
        Failures failures = new Failures();
        List<FileEntryDto> entries = new ArrayList<>();
        for (JsonNode record : S3Notification.records(notification)) {
            failures.collect(() -> S3Notification.arrival(record)
                    .map(app.objects()::arrival)
                    .flatMap(arrival ->
                            untilFree.repeat(deadline, () -> app.transfer().transfer(arrival, deadline)))
                    .ifPresent(entries::add));
        }
        failures.throwIfAny();
        return entries;
    }
}
