package com.ovok.upload.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.apache.hc.core5.util.Timeout;

/**
 * Notices an answer that comes while the body is still being sent: S3 may refuse a form half-way and close, and then
 * the refusal counts, not the broken pipe.
 */
final class EarlyAnswer implements ResponseOutOfOrderStrategy {
    /** A look into TLS costs a millisecond, so it is taken once in so many bytes; plain sockets tell at once. */
    private static final long TLS_LOOK = 4 << 20;

    @Override
    public boolean isEarlyResponseDetected(
            ClassicHttpRequest request, HttpClientConnection connection, InputStream socket, long sent, long next)
            throws IOException {
        boolean look = connection.getSSLSession() != null && sent / TLS_LOOK < (sent + next) / TLS_LOOK;
        return socket.available() > 0 || (look && connection.isDataAvailable(Timeout.ofMilliseconds(1)));
    }
}
