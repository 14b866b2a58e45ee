package com.ovok.local.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpRequest;

/** Handles the requests of a {@link LoopbackServer}; called by many threads at once. */
public interface Endpoint {
    Operation operationOf(HttpRequest request);

    /**
     * Returns the response to one request. If the body is not read to its end, the response is sent at once and the
     * connection closes after it. A client that expects {@code 100 Continue} gets it on the first read of the body.
     */
    ClassicHttpResponse respond(ClassicHttpRequest request) throws HttpException, IOException;
}
