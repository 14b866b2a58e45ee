package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineCut;
import com.ovok.upload.http.HttpDate;
import com.ovok.upload.http.RetryAfter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;

/** An answer of S3 while its connection is open. For one thread. */
public final class S3Response implements Closeable {
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final DeadlineCut cut;
    private final InstantSource clock;

    S3Response(HttpUriRequestBase request, ClassicHttpResponse response, DeadlineCut cut, InstantSource clock) {
        this.request = request;
        this.response = response;
        this.cut = cut;
        this.clock = clock;
    }

    public int status() {
        return response.getCode();
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    /** Without quotes. */
    public Optional<String> eTag() {
        return header(HttpHeaders.ETAG).map(value -> value.replace("\"", ""));
    }

    /**
     * The ETag where it may be the MD5 digest of the object, in lower-case hexadecimal digits; with keys of its own S3
     * makes it of something else, and of an object in parts or a weak one it never is.
     */
    public Optional<String> md5() {
        boolean ownKeys = header("x-amz-server-side-encryption")
                        .filter(how -> !how.equalsIgnoreCase("AES256"))
                        .isPresent()
                || header("x-amz-server-side-encryption-customer-algorithm").isPresent();
        return ownKeys
                ? Optional.empty()
                : eTag().map(value -> value.toLowerCase(Locale.ROOT)).filter(value -> value.matches("[0-9a-f]{32}"));
    }

    /** The server's Retry-After, if it sent a valid one. */
    public Optional<Duration> retryAfter() {
        return RetryAfter.of(this::header, clock);
    }

    /** Returns the server's time at which it sent this; empty if it did not say. */
    Optional<Instant> date() {
        return header(HttpHeaders.DATE).flatMap(value -> HttpDate.parse(value, clock));
    }

    /** Returns the clock of this machine. */
    InstantSource clock() {
        return clock;
    }

    /** Of the body, in bytes; negative when S3 did not say. */
    public long length() {
        return response.getEntity() == null ? 0 : response.getEntity().getContentLength();
    }

    /** The body; its reads throw {@link UploadException.Unavailable} if the deadline cuts them. */
    public InputStream body() throws IOException {
        return cut.watch(content());
    }

    private InputStream content() throws IOException {
        return response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
    }

    /**
     * Reads the body as an error, as far as it comes.
     *
     * @throws UploadException.Unavailable if the deadline passed before the code came: another code has another meaning
     */
    public S3Error error() {
        S3Error error = S3Error.parse(beginning());
        if (error.code().isEmpty() && cut.hasHappened()) {
            throw Deadline.passed(null);
        }
        return error;
    }

    private byte[] beginning() {
        byte[] bytes = new byte[S3Error.MAX_BYTES];
        int length = 0;
        try {
            InputStream body = content();
            for (int read = 0; read >= 0 && length < bytes.length; length += Math.max(read, 0)) {
                read = body.read(bytes, length, bytes.length - length);
            }
        } catch (IOException e) {
            // The connection broke: the status has come, and perhaps the code.
            return Arrays.copyOf(bytes, length);
        }
        return Arrays.copyOf(bytes, length);
    }

    /**
     * Cuts the connection, unless the body was read to its end and gave it back. The response's own close would first
     * read the rest, however long it is.
     */
    @Override
    public void close() {
        cut.cancel();
        request.cancel();
    }
}
