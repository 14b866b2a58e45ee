package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.ovok.upload.Json;
import com.ovok.upload.event.ObjectCreatedProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Handles S3 notifications that S3 sends directly to the function, and returns the list of {@code FileEntryDto}s.
 *
 * <p>Also handles EventBridge events, so that the events of another arrival mode can be sent again. All records are
 * processed before a failure is thrown; Lambda then delivers the event again.
 */
public final class S3Handler implements RequestStreamHandler {
    private final ObjectCreatedProcessor arrivals;

    /** Called by Lambda. */
    public S3Handler() {
        this(App.start(System.getenv()));
    }

    S3Handler(App app) {
        this.arrivals = new ObjectCreatedProcessor(app.objects(), app.transfer());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Json.write(arrivals.process(Json.read(input), Invocation.deadline(context)), output);
    }
}
