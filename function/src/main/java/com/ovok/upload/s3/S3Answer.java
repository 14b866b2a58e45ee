package com.ovok.upload.s3;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.io.Closer;

/** An answer of S3 while its connection is open. For one thread. */
public final class S3Answer implements Closeable {
    private final ClassicHttpResponse response;
    private final Future<?> cut;

    S3Answer(ClassicHttpResponse response, Future<?> cut) {
        this.response = response;
        this.cut = cut;
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
     * The ETag where it is the MD5 digest of the object, in hexadecimal digits; with keys of its own S3 makes it of
     * something else.
     */
    public Optional<String> md5() {
        boolean ownKeys = header("x-amz-server-side-encryption")
                        .filter(how -> !how.equals("AES256"))
                        .isPresent()
                || header("x-amz-server-side-encryption-customer-algorithm").isPresent();
        return ownKeys ? Optional.empty() : eTag().filter(value -> value.matches("[0-9a-f]{32}"));
    }

    /** How long S3 asks to be left alone; the header's other form, a date, S3 does not send. */
    public Optional<Duration> retryAfter() {
        return header(HttpHeaders.RETRY_AFTER)
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    }

    /** Of the body, in bytes; negative when S3 did not say. */
    public long length() {
        return response.getEntity() == null ? 0 : response.getEntity().getContentLength();
    }

    public InputStream body() throws IOException {
        return response.getEntity() == null
                ? InputStream.nullInputStream()
                : response.getEntity().getContent();
    }

    /** Reads the body as an error. */
    public S3Error error() throws IOException {
        return S3Error.parse(body().readNBytes(S3Error.MAX_BYTES));
    }

    /** Gives the connection back when the body was read to its end, and cuts it otherwise. */
    @Override
    public void close() {
        cut.cancel(false);
        Closer.closeQuietly(response);
    }
}
