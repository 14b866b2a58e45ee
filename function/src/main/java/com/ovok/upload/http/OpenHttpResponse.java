package com.ovok.upload.http;

import com.ovok.upload.UploadException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/** A response with its body unread. Not thread-safe. */
public class OpenHttpResponse implements Closeable {
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final DeadlineCut cut;
    private final InstantSource clock;

    OpenHttpResponse(HttpUriRequestBase request, ClassicHttpResponse response, DeadlineCut cut, InstantSource clock) {
        this.request = request;
        this.response = response;
        this.cut = cut;
        this.clock = clock;
    }

    /** Takes over another response, which must not be used any more. */
    protected OpenHttpResponse(OpenHttpResponse response) {
        this(response.request, response.response, response.cut, response.clock);
    }

    public final int status() {
        return response.getCode();
    }

    /** Returns the first header of this name, in any case; empty if there is none. */
    public final Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** Returns all headers, with their values in the order of the response. */
    final Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>()).add(header.getValue());
        }
        return headers;
    }

    /** Returns the server's Retry-After; empty if it sent no valid one. */
    public final Optional<Duration> retryAfter() {
        return RetryAfter.of(this::header, clock);
    }

    /** Returns the time at which the server sent this response; empty if it sent none. */
    public final Optional<Instant> date() {
        return header(HttpHeaders.DATE).flatMap(value -> HttpDate.parse(value, clock));
    }

    /** Returns the clock of this machine. */
    public final InstantSource clock() {
        return clock;
    }

    /** Returns the length of the body in bytes; negative if the server sent none. */
    public final long length() {
        return response.getEntity() == null ? 0 : response.getEntity().getContentLength();
    }

    /**
     * Rejects a compressed body, because limits of its size would not limit the size of its content.
     *
     * @throws IOException if the body is compressed
     */
    public final void refuseCompressed() throws IOException {
        if (header(HttpHeaders.CONTENT_ENCODING)
                .filter(coding -> !coding.equalsIgnoreCase("identity"))
                .isPresent()) {
            throw new IOException("the response is compressed, which was not requested");
        }
    }

    /** Returns the body; its reads throw {@link UploadException.Unavailable} at the deadline. */
    public final InputStream body() throws IOException {
        return cut.watch(content());
    }

    /** Returns the body; its reads throw {@link IOException} at the deadline. */
    protected final InputStream content() throws IOException {
        return response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
    }

    /** Returns whether the deadline of the exchange has passed. */
    protected final boolean isLate() {
        return cut.hasHappened();
    }

    /**
     * Closes the connection, unless the body was read to its end, which returned the connection to the pool. The
     * response's own close would first read the rest, however long it is.
     */
    @Override
    public final void close() {
        cut.cancel();
        request.cancel();
    }
}
