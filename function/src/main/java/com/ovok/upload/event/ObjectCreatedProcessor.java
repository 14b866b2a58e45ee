package com.ovok.upload.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.transfer.DocumentTransfer;
import java.util.ArrayList;
import java.util.List;

/** Processes the objects of an S3 notification, whichever service delivered it. Thread-safe. */
public final class ObjectCreatedProcessor {
    private final S3ObjectReader objects;
    private final DocumentTransfer transfer;
    private final RetryPolicy untilLeaseReleased = RetryPolicy.untilLeaseReleased(Thread::sleep);

    public ObjectCreatedProcessor(S3ObjectReader objects, DocumentTransfer transfer) {
        this.objects = objects;
        this.transfer = transfer;
    }

    /**
     * Processes all records before a failure is thrown.
     *
     * @throws com.ovok.upload.UploadException if a record failed, or this is not an S3 notification
     */
    public List<FileEntryDto> process(JsonNode notification, Deadline deadline) {
        RecordFailures failures = new RecordFailures();
        List<FileEntryDto> entries = new ArrayList<>();
        for (JsonNode record : S3Notification.records(notification)) {
            failures.collect(() -> S3Notification.arrival(record)
                    .map(objects::arrival)
                    .flatMap(arrival -> untilLeaseReleased.call(deadline, () -> transfer.transfer(arrival, deadline)))
                    .ifPresent(entries::add));
        }
        failures.throwIfAny();
        return entries;
    }
}
