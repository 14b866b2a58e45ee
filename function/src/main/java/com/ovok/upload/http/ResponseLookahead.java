package com.ovok.upload.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The responses to one request, of which one can be read before HttpCore receives it. Not thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15.2">RFC 9110, informational responses</a>
 */
final class ResponseLookahead {
    /** Interim responses per exchange. One per second during the longest Lambda invocation makes 900. */
    static final int MAX_INTERIM = 1000;

    private final EarlyResponseConnection connection;
    /** A response that HttpCore has not received yet. */
    private @Nullable ClassicHttpResponse ahead;
    /** Whether buffers may hold another response, because no read has emptied them since. */
    private boolean buffered;
    /** Whether HttpCore has received the final response. */
    private boolean responded;

    private int interim;
    /** When the wait for {@code 100 Continue} ends, by {@link System#nanoTime}; 0 before it starts. */
    private long continueBy;

    ResponseLookahead(EarlyResponseConnection connection) {
        this.connection = connection;
    }

    /** Returns whether the final response is ready for HttpCore. Drops interim responses, and does not wait. */
    boolean hasFinal() throws IOException {
        if (ahead == null && !responded && (buffered || connection.hasBytes())) {
            do {
                ahead = poll();
            } while (ahead != null && isInterim(ahead));
        }
        return ahead != null;
    }

    /** Like {@link #hasFinal}, after a write has failed: buffers may hold what the peer sent before it closed. */
    boolean hasFinalAfterClose() throws IOException {
        buffered = true;
        return hasFinal();
    }

    /**
     * Waits for the response to {@code Expect}. Interim responses do not extend the wait: all calls for one request
     * share the first call's time.
     */
    boolean awaitContinue(Timeout timeout) throws IOException {
        if (continueBy == 0) {
            continueBy = System.nanoTime() + timeout.toNanoseconds();
        }
        for (long left = millisToContinue(); ahead == null && left > 0; left = millisToContinue()) {
            if (!buffered && !connection.awaitBytes(Timeout.ofMilliseconds(left))) {
                return false;
            }
            ahead = poll();
        }
        return ahead != null;
    }

    private long millisToContinue() {
        return Duration.ofNanos(continueBy - System.nanoTime()).toMillis();
    }

    /** Returns the next response, and waits for it if necessary. */
    ClassicHttpResponse receive() throws IOException {
        ClassicHttpResponse response = ahead == null ? checked(connection.readHead()) : ahead;
        ahead = null;
        responded = !isInterim(response);
        return response;
    }

    /** Returns null if no complete head has arrived. */
    private @Nullable ClassicHttpResponse poll() throws IOException {
        try {
            return checked(connection.pollHead());
        } catch (SocketTimeoutException e) {
            buffered = false;
            return null;
        }
    }

    private ClassicHttpResponse checked(ClassicHttpResponse response) throws IOException {
        if (response.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
            throw new ClientProtocolException("the server switched to another protocol without a request");
        }
        if (isInterim(response) && ++interim > MAX_INTERIM) {
            throw new InterimResponsesException();
        }
        buffered = true;
        return response;
    }

    private static boolean isInterim(ClassicHttpResponse response) {
        return response.getCode() < HttpStatus.SC_SUCCESS;
    }
}
