package com.ovok.upload.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLSession;

/** A response of OVOK with its body read and converted. */
record BufferedHttpResponse<T>(HttpRequest request, int statusCode, HttpHeaders headers, T body)
        implements HttpResponse<T> {
    /** Of a body, in bytes. */
    private static final int MAX_BODY = 1 << 20;

    private record Head(int statusCode, HttpHeaders headers, Version version) implements ResponseInfo {}

    /** Delivers the whole body at once, so requests have no effect. */
    private static final Flow.Subscription ALL_AT_ONCE = new Flow.Subscription() {
        @Override
        public void request(long pieces) {}

        @Override
        public void cancel() {}
    };

    static <T> BufferedHttpResponse<T> read(HttpRequest request, OpenHttpResponse response, BodyHandler<T> handler)
            throws IOException {
        HttpHeaders headers = HttpHeaders.of(response.headers(), (name, value) -> true);
        BodySubscriber<T> subscriber = handler.apply(new Head(response.status(), headers, Version.HTTP_1_1));
        subscriber.onSubscribe(ALL_AT_ONCE);
        subscriber.onNext(List.of(ByteBuffer.wrap(body(response))));
        subscriber.onComplete();
        T body = subscriber.getBody().toCompletableFuture().join();
        return new BufferedHttpResponse<>(request, response.status(), headers, body);
    }

    /**
     * Reads the body up to its limit, or as far as it arrives, because its beginning can name the created document.
     *
     * @throws IOException if nothing arrives, the thread is interrupted, or the body is compressed, whose size is
     *     unbounded
     */
    private static byte[] body(OpenHttpResponse response) throws IOException {
        response.refuseCompressed();
        return withoutMark(read(response.body()));
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            int length = in.read(piece);
            while (length >= 0 && body.size() + length <= MAX_BODY) {
                body.write(piece, 0, length);
                length = in.read(piece);
            }
        } catch (IOException e) {
            if (body.size() == 0 || Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
        return body.toByteArray();
    }

    /** Strips the byte order mark, which JSON does not allow and some servers send. */
    private static byte[] withoutMark(byte[] body) {
        byte[] mark = "\ufeff".getBytes(UTF_8);
        return Arrays.mismatch(mark, body) == mark.length ? Arrays.copyOfRange(body, mark.length, body.length) : body;
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }
}
