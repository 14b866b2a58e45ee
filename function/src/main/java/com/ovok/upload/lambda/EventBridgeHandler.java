package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.ovok.upload.Json;
import com.ovok.upload.event.ObjectCreatedProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Processes the event {@code Object Created} that a rule of EventBridge sends to the function, and responds with the
 * list of {@code FileEntryDto}s.
 *
 * <p>EventBridge invokes asynchronously: after a failure, Lambda delivers the event again. Also processes S3
 * notifications, so that the events of another arrival mode can be sent again.
 */
public final class EventBridgeHandler implements RequestStreamHandler {
    private final ObjectCreatedProcessor arrivals;

    /** Started by Lambda. */
    public EventBridgeHandler() {
        this(App.start(System.getenv()));
    }

    EventBridgeHandler(App app) {
        this.arrivals = new ObjectCreatedProcessor(app.objects(), app.transfer());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Json.write(arrivals.process(Json.read(input), Invocation.deadline(context)), output);
    }
}
