package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Handles requests of an API Gateway HTTP API or of a function URL, payload format 2.0.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Lambda
 *     proxy integrations for HTTP APIs</a>
 */
public final class HttpApiHandler implements RequestStreamHandler {
    private final GatewayHandler handler;

    /** Called by Lambda. */
    public HttpApiHandler() {
        this(App.start(System.getenv()));
    }

    HttpApiHandler(App app) {
        this.handler = new GatewayHandler(PayloadFormat.V2, app);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        handler.handle(input, output, context);
    }
}
