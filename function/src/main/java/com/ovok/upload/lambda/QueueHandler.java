package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Deadline;
import com.ovok.upload.Json;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.event.ObjectCreatedProcessor;
import com.ovok.upload.event.SqsBatchProcessor;
import com.ovok.upload.event.SqsBatchResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Handles SQS messages with S3 notifications or EventBridge events, bare or in the envelope of SNS, and returns the
 * failed messages.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial batch
 *     responses</a>
 */
public final class QueueHandler implements RequestStreamHandler {
    private final ObjectCreatedProcessor arrivals;
    private final SqsBatchProcessor batch;

    /** Called by Lambda. */
    public QueueHandler() {
        this(App.start(System.getenv()));
    }

    QueueHandler(App app) {
        this.arrivals = new ObjectCreatedProcessor(app.objects(), app.transfer());
        this.batch = new SqsBatchProcessor(app.maxConcurrency());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Deadline deadline = Invocation.deadline(context);
        JsonNode messages = Json.read(input).path("Records");
        if (!messages.isArray()) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "Invalid SQS event: Records is missing.");
        }
        List<String> failed = batch.process(messages, message -> process(message, deadline), deadline);
        Json.write(SqsBatchResponse.of(failed), output);
    }

    private void process(JsonNode message, Deadline deadline) {
        JsonNode body = Json.read(message.path("body").asText());
        boolean enveloped = body.path("Type").asText().equals("Notification");
        arrivals.process(enveloped ? Json.read(body.path("Message").asText()) : body, deadline);
    }
}
