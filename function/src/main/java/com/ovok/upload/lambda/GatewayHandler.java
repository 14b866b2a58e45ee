package com.ovok.upload.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.ovok.upload.Json;
import com.ovok.upload.api.ApiEndpoint;
import com.ovok.upload.api.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Translates between a gateway's events and the HTTP API.
 *
 * @param format of the events
 */
record GatewayHandler(PayloadFormat format, ApiEndpoint endpoint) {

    GatewayHandler(PayloadFormat format, App app) {
        this(format, new ApiEndpoint(app.transfer(), app.objects(), app.api()));
    }

    /** Handles the request in {@code event} and writes the response. */
    void handle(InputStream event, OutputStream output, Context context) throws IOException {
        ApiResponse response = endpoint.handle(
                () -> format.request(Json.read(event), context.getAwsRequestId()), Invocation.deadline(context));
        Json.write(response.toEvent(), output);
    }
}
