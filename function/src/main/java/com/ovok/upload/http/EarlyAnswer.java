package com.ovok.upload.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.ResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;

/**
 * Notices an answer that comes while the body is still being sent: S3 may refuse a form half-way and close, and then
 * the refusal counts, not the broken pipe. Thread-safe.
 */
final class EarlyAnswer implements ResponseOutOfOrderStrategy, TlsSocketStrategy {
    /** The least that a socket can be told to wait. */
    private static final Timeout LOOK = Timeout.ofMilliseconds(1);

    private final TlsSocketStrategy tls;
    /** What lies below TLS, by its socket: it alone tells without waiting whether something has come. */
    private final Map<Socket, Socket> wires = Collections.synchronizedMap(new WeakHashMap<>());

    EarlyAnswer(TlsSocketStrategy tls) {
        this.tls = tls;
    }

    @Override
    public SSLSocket upgrade(Socket wire, String host, int port, Object attachment, HttpContext context)
            throws IOException {
        SSLSocket socket = tls.upgrade(wire, host, port, attachment, context);
        wires.put(socket, wire);
        return socket;
    }

    /** What has come below TLS may be a session ticket, which the second look takes away. */
    @Override
    public boolean isEarlyResponseDetected(
            ClassicHttpRequest request, HttpClientConnection connection, InputStream input, long sent, long next)
            throws IOException {
        Socket socket = ((ManagedHttpClientConnection) connection).getSocket();
        return wires.getOrDefault(socket, socket).getInputStream().available() > 0 && connection.isDataAvailable(LOOK);
    }
}
