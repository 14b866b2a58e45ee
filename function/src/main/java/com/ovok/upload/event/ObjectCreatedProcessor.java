package com.ovok.upload.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.source.Arrival;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.DocumentTransfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Transfers the objects of events, whichever service delivered them. Thread-safe. */
public final class ObjectCreatedProcessor {
    private final S3ObjectReader objects;
    private final DocumentTransfer transfer;
    private final RetryPolicy untilLeaseReleased = RetryPolicy.untilLeaseReleased(Thread::sleep);

    public ObjectCreatedProcessor(S3ObjectReader objects, DocumentTransfer transfer) {
        this.objects = objects;
        this.transfer = transfer;
    }

    /**
     * Transfers every object of an S3 notification or an EventBridge event before a failure is thrown.
     *
     * @throws com.ovok.upload.UploadException if a transfer failed, or the event is of neither kind
     */
    public List<FileEntryDto> process(JsonNode event, Deadline deadline) {
        return EventBridgeNotification.matches(event)
                ? process(List.of(event), it -> Optional.of(EventBridgeNotification.arrival(it)), deadline)
                : process(S3Notification.records(event), S3Notification::arrival, deadline);
    }

    private List<FileEntryDto> process(
            Iterable<JsonNode> records, Function<JsonNode, Optional<SourceObject>> parser, Deadline deadline) {
        RecordFailures failures = new RecordFailures();
        List<FileEntryDto> entries = new ArrayList<>();
        for (JsonNode record : records) {
            failures.collect(() -> parser.apply(record)
                    .flatMap(object -> process(object, UnaryOperator.identity(), deadline))
                    .ifPresent(entries::add));
        }
        failures.throwIfAny();
        return entries;
    }

    /** Transfers one object, and waits as long as another invocation transfers it. Empty if it is not a file. */
    Optional<FileEntryDto> process(SourceObject object, UnaryOperator<FileInfo> naming, Deadline deadline) {
        Arrival arrival = objects.arrival(object, naming);
        return untilLeaseReleased.call(deadline, () -> transfer.transfer(arrival, deadline));
    }
}
