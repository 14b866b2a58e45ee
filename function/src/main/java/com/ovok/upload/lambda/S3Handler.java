package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Backoff;
import com.ovok.upload.Deadline;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes S3 event notifications that S3 sends straight to the function and answers the list of {@code FileEntryDto}s.
 *
 * <p>Every record is tried before a failure is thrown, upon which Lambda delivers the event again.
 */
public final class S3Handler implements RequestStreamHandler {
    private final App app;
    private final Backoff untilFree = Backoff.untilFree(Thread::sleep);

    /** Started by Lambda. */
    public S3Handler() {
        this(App.start(System.getenv()));
    }

    S3Handler(App app) {
        this.app = app;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Deadline deadline = Invocation.deadline(context);
        Failures failures = new Failures();
        List<FileEntryDto> entries = new ArrayList<>();
        for (JsonNode record : S3Notification.records(Json.read(input))) {
            failures.collect(() -> transfer(record, deadline).ifPresent(entries::add));
        }
        failures.throwIfAny();
        Json.write(entries, output);
    }

    private Optional<FileEntryDto> transfer(JsonNode record, Deadline deadline) {
        Optional<SourceObject> arrival = S3Notification.arrival(record);
        return arrival.map(app.objects()::of)
                .map(source -> untilFree.repeat(deadline, () -> app.transfer().transfer(source, deadline)));
    }
}
