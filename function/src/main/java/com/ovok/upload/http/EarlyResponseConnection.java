package com.ovok.upload.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that polls for responses while it sends a body. The final response ends the sending: S3 can reject a
 * form half-way and close, and that response must be reported instead of the broken pipe.
 *
 * <p>A poll is a read with a short socket timeout, which every TLS provider supports. The parser keeps incomplete
 * heads. A {@link ResponseWatch} polls while a write is blocked. Not thread-safe, except {@link #close}.
 */
final class EarlyResponseConnection extends DefaultManagedHttpClientConnection {
    /** The shortest timeout of a socket. */
    private static final Timeout LOOK = Timeout.ofMilliseconds(1);

    /**
     * Of a socket, at least, in bytes.
     *
     * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7), tcp_wmem</a>
     */
    private static final int SEND_BUFFER = 16 << 10;

    private static final AtomicLong NUMBER = new AtomicLong();

    /** Held during each poll while a body is being sent. */
    private final Lock looking = new ReentrantLock();

    private @Nullable Socket belowTls;
    /** Of the current request. */
    private ResponseLookahead responses = new ResponseLookahead(this);
    /** Whether the peer closed the connection while a body was being sent. */
    private boolean reset;

    EarlyResponseConnection() {
        super(
                "connection-" + NUMBER.incrementAndGet(),
                null,
                null,
                null,
                null,
                null,
                (request, connection, input, sent, next) -> ((EarlyResponseConnection) connection).hasFinalResponse(),
                null,
                config -> new StrictResponseParser());
    }

    @Override
    public void bind(SSLSocket socket, Socket below) throws IOException {
        belowTls = below;
        super.bind(socket, below);
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        responses = new ResponseLookahead(this);
        super.sendRequestHeader(request);
    }

    /** If the peer closes the connection, reports the response that it sent before. */
    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        try {
            if (fitsSendBuffer(request.getEntity())) {
                super.sendRequestEntity(request);
            } else {
                sendWatched(request);
            }
        } catch (SocketException | SSLException | ConnectionClosedException e) {
            reset = true;
            if (!hasLastWord(e)) {
                throw e;
            }
        }
    }

    /** A body that fits never blocks. HttpCore looks for a response before its write, and waits for one after it. */
    private static boolean fitsSendBuffer(HttpEntity body) {
        long length = body.getContentLength();
        return length >= 0 && length <= SEND_BUFFER;
    }

    private void sendWatched(ClassicHttpRequest request) throws HttpException, IOException {
        try (ResponseWatch _ = new ResponseWatch(looking, this::endsSending)) {
            super.sendRequestEntity(request);
        }
    }

    /** Called before each piece of a body is written, and while a write is blocked. */
    private boolean hasFinalResponse() throws IOException {
        looking.lock();
        try {
            return responses.hasFinal();
        } finally {
            looking.unlock();
        }
    }

    /**
     * Makes a blocked write fail if the final response has arrived. Shuts down the output below TLS, because TLS would
     * write a message first.
     */
    private boolean endsSending() throws IOException {
        boolean ends = hasFinalResponse();
        if (ends) {
            (belowTls == null ? ensureOpen().getSocket() : belowTls).shutdownOutput();
        }
        return ends;
    }

    private boolean hasLastWord(IOException failure) {
        try {
            return responses.hasFinalAfterClose();
        } catch (IOException e) {
            if (!failure.equals(e)) {
                failure.addSuppressed(e);
            }
            return false;
        }
    }

    @Override
    public boolean isDataAvailable(Timeout timeout) throws IOException {
        return responses.awaitContinue(timeout);
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws IOException {
        return responses.receive();
    }

    /**
     * Reads the next head.
     *
     * @throws ClientProtocolException if it is malformed. The cause is dropped, because it quotes the head. HttpCore's
     *     own exception would make HttpCore close the connection gracefully, which can block beyond the deadline.
     */
    ClassicHttpResponse readHead() throws IOException {
        try {
            return super.receiveResponseHeader();
        } catch (HttpException e) {
            throw new ClientProtocolException("the response is malformed");
        }
    }

    /**
     * Reads the next head without waiting.
     *
     * @throws java.net.SocketTimeoutException if no complete head has arrived
     */
    ClassicHttpResponse pollHead() throws IOException {
        Timeout timeout = getSocketTimeout();
        setSocketTimeout(LOOK);
        try {
            return readHead();
        } finally {
            setSocketTimeout(timeout);
        }
    }

    /** The available bytes can also be a TLS session ticket or an incomplete head. */
    boolean hasBytes() throws IOException {
        return ensureOpen().getInputStream().available() > 0
                || (belowTls != null && belowTls.getInputStream().available() > 0);
    }

    /** Waits for bytes; returns whether some have arrived. */
    boolean awaitBytes(Timeout timeout) throws IOException {
        return super.isDataAvailable(timeout);
    }

    /** Bytes on an idle connection cannot be the response to the next request. */
    @Override
    public boolean isStale() throws IOException {
        return super.isStale() || awaitBytes(LOOK);
    }

    /** Does not send the rest of a body after the peer has closed. */
    @Override
    public void flush() throws IOException {
        if (isConsistent()) {
            super.flush();
        }
    }

    @Override
    public boolean isConsistent() {
        return !reset && super.isConsistent();
    }
}
