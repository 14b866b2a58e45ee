package com.ovok.upload.http;

import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Runs exchanges and converts an {@link Error} into an exception. HttpClient would close the whole pool after an Error,
 * and every later file of this process would fail. Thread-safe.
 */
final class GuardedRequestExecutor extends HttpRequestExecutor {
    /**
     * The same as curl's: a server without support for {@code Expect} delays a request by this time. Later responses
     * are still noticed.
     */
    private static final Timeout WAIT_FOR_CONTINUE = Timeout.ofSeconds(1);

    GuardedRequestExecutor() {
        super(Http1Config.custom().setWaitForContinueTimeout(WAIT_FOR_CONTINUE).build(), null, null);
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request,
            HttpClientConnection connection,
            HttpResponseInformationCallback callback,
            HttpContext context)
            throws IOException, HttpException {
        try {
            return super.execute(request, connection, callback, context);
        } catch (Error e) {
            throw new IllegalStateException("An exchange failed with an Error of the JVM.", e);
        }
    }
}
