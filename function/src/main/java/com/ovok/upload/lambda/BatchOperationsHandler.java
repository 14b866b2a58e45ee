package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.ovok.upload.Json;
import com.ovok.upload.event.BatchOperationsProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Processes the tasks of a job of S3 Batch Operations, and responds with one result for each.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html">Invoke Lambda</a>
 */
public final class BatchOperationsHandler implements RequestStreamHandler {
    private final BatchOperationsProcessor tasks;

    /** Started by Lambda. */
    public BatchOperationsHandler() {
        this(App.start(System.getenv()));
    }

    BatchOperationsHandler(App app) {
        this.tasks = new BatchOperationsProcessor(app.objects(), app.transfer());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Json.write(tasks.process(Json.read(input), Invocation.deadline(context)), output);
    }
}
