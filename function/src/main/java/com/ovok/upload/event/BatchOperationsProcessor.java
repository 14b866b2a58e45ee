package com.ovok.upload.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Log;
import com.ovok.upload.UploadException;
import com.ovok.upload.event.BatchOperationsResponse.Result;
import com.ovok.upload.source.ObjectSummary;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.DocumentTransfer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Transfers the objects of a job of S3 Batch Operations, or only checks them. Thread-safe.
 *
 * <p>Tasks run one after the other, so that the function's concurrency is the number of files at a time.
 */
public final class BatchOperationsProcessor {
    /** With less time left a task is not started: S3 runs it again. */
    private static final Duration MIN_REMAINING_TIME = Duration.ofSeconds(5);
    /** The result of an object that is not a file. */
    private static final String SKIPPED = "skipped";

    private final S3ObjectReader objects;
    private final ObjectCreatedProcessor transfers;

    public BatchOperationsProcessor(S3ObjectReader objects, DocumentTransfer transfer) {
        this.objects = objects;
        this.transfers = new ObjectCreatedProcessor(objects, transfer);
    }

    /**
     * Returns one result for each task, whatever happens to it.
     *
     * @throws UploadException.Rejected if the event has no list of tasks
     */
    public BatchOperationsResponse process(JsonNode event, Deadline deadline) {
        BatchOperationsInvocation invocation = BatchOperationsInvocation.of(event);
        List<Result> results = invocation.tasks().stream()
                .map(task -> result(invocation, task, deadline))
                .toList();
        return BatchOperationsResponse.to(invocation, results);
    }

    private Result result(BatchOperationsInvocation invocation, BatchOperationsTask task, Deadline deadline) {
        try {
            return Result.succeeded(task, run(invocation, task, deadline));
        } catch (RuntimeException | Error e) {
            UploadException failure = UploadException.from(e);
            Log.warn("task failed", Map.of("problem", failure.problem().anchor(), "reason", failure.getMessage()));
            return Result.failed(task, failure);
        }
    }

    private String run(BatchOperationsInvocation invocation, BatchOperationsTask task, Deadline deadline) {
        invocation.requireSupportedSchema();
        BatchOperationsArguments arguments = invocation.arguments();
        SourceObject object = task.object();
        if (!deadline.allows(MIN_REMAINING_TIME)) {
            throw Deadline.passed(null);
        }
        return arguments.dryRun()
                ? objects.summarize(object, deadline)
                        .map(BatchOperationsProcessor::found)
                        .orElse(SKIPPED)
                : transfers
                        .process(object, arguments::applyTo, deadline)
                        .map(FileEntryDto::getId)
                        .orElse(SKIPPED);
    }

    /** Names size and media type, and not the file. */
    private static String found(ObjectSummary summary) {
        FileInfo file = summary.file();
        Log.info(
                "dry run",
                Map.of(
                        "source", summary.id(),
                        "bytes", summary.length(),
                        "contentType", file.mediaType()));
        return "dry run: " + summary.length() + " bytes, " + file.mediaType();
    }
}
