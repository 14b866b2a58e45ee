package com.ovok.upload.http;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
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
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that polls for responses while it sends a body. Interim responses (1xx) are dropped. A final one ends
 * the sending: S3 can reject a form half-way and close, and that response must be reported instead of the broken pipe.
 *
 * <p>A poll is a read with a short socket timeout, which every TLS provider supports. The parser keeps incomplete
 * heads. A {@link ResponseWatch} polls while a write is blocked. Not thread-safe, except {@link #close}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, informational responses</a>
 */
final class EarlyResponseConnection extends DefaultManagedHttpClientConnection {
    /** Interim responses per exchange. One per second during the longest Lambda invocation makes 900. */
    static final int MAX_INTERIM = 1000;
    /** The shortest timeout of a socket. */
    private static final Timeout LOOK = Timeout.ofMilliseconds(1);

    private static final AtomicLong NUMBER = new AtomicLong();

    /** Held during each poll while a body is being sent. */
    private final Lock looking = new ReentrantLock();

    private @Nullable Socket belowTls;
    /** A response that was read before HttpCore requested it. */
    private @Nullable ClassicHttpResponse ahead;
    /** Whether buffers may hold another response, because no read has emptied them since. */
    private boolean buffered;
    /** Whether HttpCore has received the final response. */
    private boolean responded;
    /** Whether the peer closed the connection while a body was being sent. */
    private boolean reset;

    private int interim;
    /** When the wait for {@code 100 Continue} ends, by {@link System#nanoTime}; 0 before it starts. */
    private long continueBy;

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
        ahead = null;
        buffered = false;
        responded = false;
        interim = 0;
        continueBy = 0;
        super.sendRequestHeader(request);
    }

    /** If the peer closes the connection, reports the response that it sent before. */
    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        try (ResponseWatch _ = new ResponseWatch(looking, this::endsSending)) {
            super.sendRequestEntity(request);
        } catch (SocketException | SSLException | ConnectionClosedException e) {
            reset = true;
            if (!hasLastWord(e)) {
                throw e;
            }
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
            buffered = true;
            return hasFinalResponse();
        } catch (IOException e) {
            if (!failure.equals(e)) {
                failure.addSuppressed(e);
            }
            return false;
        }
    }

    /** Called before each piece of a body is written, and while a write is blocked. */
    private boolean hasFinalResponse() throws IOException {
        looking.lock();
        try {
            if (ahead == null && !responded && isWorthALook()) {
                do {
                    ahead = readAhead();
                } while (ahead != null && isInterim(ahead));
            }
            return ahead != null;
        } finally {
            looking.unlock();
        }
    }

    /** The available bytes can also be a TLS session ticket or an incomplete head. */
    private boolean isWorthALook() throws IOException {
        return buffered
                || ensureOpen().getInputStream().available() > 0
                || (belowTls != null && belowTls.getInputStream().available() > 0);
    }

    /** Returns null if no complete head has arrived. */
    private @Nullable ClassicHttpResponse readAhead() throws IOException {
        Timeout timeout = getSocketTimeout();
        setSocketTimeout(LOOK);
        try {
            return received();
        } catch (SocketTimeoutException e) {
            buffered = false;
            return null;
        } finally {
            setSocketTimeout(timeout);
        }
    }

    /**
     * Waits for the response to {@code Expect}. Interim responses do not extend the wait: all calls for one request
     * share the first call's time.
     */
    @Override
    public boolean isDataAvailable(Timeout timeout) throws IOException {
        if (continueBy == 0) {
            continueBy = System.nanoTime() + timeout.toNanoseconds();
        }
        for (long left = millisToContinue(); ahead == null && left > 0; left = millisToContinue()) {
            if (!buffered && !super.isDataAvailable(Timeout.ofMilliseconds(left))) {
                return false;
            }
            ahead = readAhead();
        }
        return ahead != null;
    }

    private long millisToContinue() {
        return Duration.ofNanos(continueBy - System.nanoTime()).toMillis();
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws IOException {
        ClassicHttpResponse response = ahead == null ? received() : ahead;
        ahead = null;
        responded = !isInterim(response);
        return response;
    }

    /**
     * Reads the next head.
     *
     * @throws ClientProtocolException if it is malformed. The cause is dropped, because it quotes the head. HttpCore's
     *     own exception would make HttpCore close the connection gracefully, which can block beyond the deadline.
     */
    private ClassicHttpResponse received() throws IOException {
        try {
            ClassicHttpResponse response = super.receiveResponseHeader();
            check(response);
            buffered = true;
            return response;
        } catch (HttpException e) {
            throw new ClientProtocolException("the response is malformed");
        }
    }

    private void check(ClassicHttpResponse response) throws IOException {
        if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
            throw new ClientProtocolException("the server switched to another protocol without a request");
        }
        if (isInterim(response) && ++interim > MAX_INTERIM) {
            throw new InterimResponsesException();
        }
    }

    private static boolean isInterim(ClassicHttpResponse response) {
        return response.getCode() < HttpStatus.SC_SUCCESS;
    }

    /** Bytes on an idle connection cannot be the response to the next request. */
    @Override
    public boolean isStale() throws IOException {
        return super.isStale() || super.isDataAvailable(LOOK);
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
