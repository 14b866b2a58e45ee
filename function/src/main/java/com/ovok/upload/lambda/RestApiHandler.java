package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Handles requests of an API Gateway REST API, or of an HTTP API with payload format 1.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">Lambda
 *     proxy integration</a>
 */
public final class RestApiHandler implements RequestStreamHandler {
    private final GatewayHandler handler;

    /** Called by Lambda. */
    public RestApiHandler() {
        this(App.start(System.getenv()));
    }

    RestApiHandler(App app) {
        this.handler = new GatewayHandler(PayloadFormat.V1, app);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        handler.handle(input, output, context);
    }
}
