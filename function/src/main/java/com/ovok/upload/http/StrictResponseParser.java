package com.ovok.upload.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.util.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the response heads of one connection. A read that times out loses nothing: the next call continues with the
 * following byte.
 *
 * <p>Rejects bytes that cannot start a response, and a head cut short by the end of the connection. Adds
 * {@code Connection: close} to a response followed by surplus bytes, which would otherwise count as the next exchange's
 * response.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.2">RFC 9112, section 9.2</a>
 */
final class StrictResponseParser implements HttpMessageParser<ClassicHttpResponse> {
    /** The longest head, in bytes; the headers of S3 and OVOK take about one kilobyte. */
    static final int MAX_HEAD = 64 * 1024;
    /** Line ends before a head, which some servers send after the previous body. */
    private static final int MAX_LINE_ENDS = 20;

    private static final byte[] START = "HTTP/".getBytes(StandardCharsets.US_ASCII);

    private final HttpMessageParser<ClassicHttpResponse> parser =
            new DefaultHttpResponseParser(Http1Config.DEFAULT, BasicLineParser.INSTANCE, null);
    private final ByteArrayBuffer head = new ByteArrayBuffer(512);
    private int lineEnds;

    /** Returns null if the connection ended before the first byte of a head. */
    @Override
    public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
            throws HttpException, IOException {
        while (!isWhole()) {
            int next = buffer.read(in);
            if (next < 0 && head.isEmpty()) {
                return null;
            }
            add(next);
        }
        ClassicHttpResponse response = parsed();
        if (isFollowed(response, buffer)) {
            response.addHeader(HttpHeaders.CONNECTION, "close");
        }
        return response;
    }

    private void add(int next) throws HttpException, IOException {
        if (next < 0) {
            throw new ConnectionClosedException("the connection ended within the head of a response");
        }
        if (head.isEmpty() && (next == '\r' || next == '\n') && lineEnds < MAX_LINE_ENDS) {
            lineEnds++;
            return;
        }
        if (head.length() < START.length && next != START[head.length()]) {
            throw new ProtocolException("the bytes received are not a response of HTTP/1");
        }
        if (head.length() == MAX_HEAD) {
            throw new MessageConstraintException("the head of the response exceeds " + MAX_HEAD + " bytes");
        }
        head.append(next);
    }

    /** An empty line ends the head; the carriage return of a line end is optional. */
    private boolean isWhole() {
        return endsWith("\n\r\n") || endsWith("\n\n");
    }

    private boolean endsWith(String end) {
        int at = head.length() - end.length();
        for (int i = end.length() - 1; i >= 0; i--) {
            if (at < 0 || head.byteAt(at + i) != end.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private ClassicHttpResponse parsed() throws HttpException, IOException {
        byte[] whole = head.toByteArray();
        head.clear();
        lineEnds = 0;
        return parser.parse(new SessionInputBufferImpl(whole.length), new ByteArrayInputStream(whole));
    }

    private static boolean isFollowed(ClassicHttpResponse response, SessionInputBuffer buffer) throws HttpException {
        int status = response.getCode();
        boolean empty = status == HttpStatus.SC_NO_CONTENT || status == HttpStatus.SC_NOT_MODIFIED;
        long length = empty ? 0 : DefaultContentLengthStrategy.INSTANCE.determineLength(response);
        return status >= HttpStatus.SC_SUCCESS && length >= 0 && buffer.length() > length;
    }
}
