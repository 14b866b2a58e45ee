package com.ovok.upload.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that reads responses while it sends a body. Interim responses (1xx) are dropped; a final one ends the
 * sending, because S3 may refuse a form half-way and close, and then the refusal counts, not the broken pipe.
 *
 * <p>A thread of its own reads meanwhile and blocks as long as it takes. A read with a short timeout would do without
 * the thread, but TLS providers, the JDK's among them, lose the part of a record that came before a timeout.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, informational responses</a>
 */
final class EarlyResponseConnection extends DefaultManagedHttpClientConnection {
    /** Interim responses in one exchange; one a second for as long as a Lambda function may run are 900. */
    static final int MAX_INTERIM = 1000;
    /** How long a response may take to be read after its connection was reset, in seconds: it has come by then. */
    private static final int LAST_WORD = 1;
    /** How long a look at an idle connection takes. */
    private static final Timeout LOOK = Timeout.ofMilliseconds(1);

    private static final AtomicLong NUMBER = new AtomicLong();

    /** Reads the next response; null as long as none is read ahead. */
    private @Nullable FutureTask<ClassicHttpResponse> reader;
    /** Whether the final response was handed out. */
    private boolean answered;
    /** Whether the peer reset the connection while a body was being sent. */
    private boolean reset;
    /** When the wait for {@code 100 Continue} ends, by {@link System#nanoTime}; 0 before it begins. */
    private long continueBy;

    private int interim;

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
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        reader = null;
        answered = false;
        continueBy = 0;
        interim = 0;
        super.sendRequestHeader(request);
    }

    /** If the peer resets the connection, the response that it sent before counts. */
    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        try {
            super.sendRequestEntity(request);
        } catch (SocketException | SSLException e) {
            reset = true;
            if (!hasLastWord(e)) {
                throw e;
            }
        }
    }

    private boolean hasLastWord(IOException failure) throws IOException {
        try {
            while (!answered && !hasFinalResponse()) {
                var _ = reading(false).get(LAST_WORD, TimeUnit.SECONDS);
            }
            return !answered;
        } catch (IOException | ExecutionException | TimeoutException e) {
            failure.addSuppressed(e);
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Called before each piece of a body is written. */
    private boolean hasFinalResponse() throws IOException {
        if (answered) {
            return false;
        }
        FutureTask<ClassicHttpResponse> running = reading(false);
        if (running.isDone() && isInterim(result(running))) {
            reader = null;
            running = reading(false);
        }
        return running.isDone();
    }

    /**
     * Returns the read that is under way, or begins one.
     *
     * @param any whether an interim response ends a read that begins here
     */
    private FutureTask<ClassicHttpResponse> reading(boolean any) {
        FutureTask<ClassicHttpResponse> running = reader;
        if (running == null) {
            running = new FutureTask<>(() -> any ? received() : finalResponse());
            reader = running;
            Thread.startVirtualThread(running);
        }
        return running;
    }

    private ClassicHttpResponse finalResponse() throws IOException {
        ClassicHttpResponse response = received();
        while (isInterim(response)) {
            response = received();
        }
        return response;
    }

    /**
     * Waits for a whole head, which the request's {@code Expect} asked for. Interim responses do not prolong the wait:
     * all calls for one request share the first one's time.
     */
    @Override
    public boolean isDataAvailable(Timeout timeout) throws IOException {
        if (continueBy == 0) {
            continueBy = System.nanoTime() + timeout.toNanoseconds();
        }
        FutureTask<ClassicHttpResponse> running = reading(true);
        try {
            var _ = running.get(continueBy - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // A failure shows when the response is received.
            return running.isDone();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return true;
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws IOException {
        ClassicHttpResponse response = reader == null ? received() : result(reader);
        reader = null;
        answered = !isInterim(response);
        return response;
    }

    private static ClassicHttpResponse result(FutureTask<ClassicHttpResponse> reader) throws IOException {
        try {
            return reader.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("A response could not be read.", e);
            }
        }
    }

    private static InterruptedIOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (InterruptedIOException)
                new InterruptedIOException("interrupted while waiting for a response").initCause(e);
    }

    /**
     * Reads the next head.
     *
     * @throws ClientProtocolException if it is malformed. Its cause is left out, because it quotes the head. HttpCore's
     *     own exception would make HttpCore say farewell to the peer, which may take longer than the deadline allows.
     */
    private ClassicHttpResponse received() throws IOException {
        try {
            ClassicHttpResponse response = super.receiveResponseHeader();
            check(response);
            return response;
        } catch (HttpException e) {
            throw new ClientProtocolException("the response is malformed");
        }
    }

    private void check(ClassicHttpResponse response) throws IOException {
        if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
            throw new ClientProtocolException("the server switched to another protocol unasked");
        }
        if (isInterim(response) && ++interim > MAX_INTERIM) {
            throw new InterimResponsesException();
        }
    }

    private static boolean isInterim(ClassicHttpResponse response) {
        return response.getCode() < HttpStatus.SC_SUCCESS;
    }

    /** What comes on an idle connection is not the response of the next request. */
    @Override
    public boolean isStale() throws IOException {
        return super.isStale() || super.isDataAvailable(LOOK);
    }

    /** The rest of a body that the peer did not take is not sent. */
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
