package com.ovok.upload.http;

import com.ovok.upload.Deadline;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Adapts Apache HttpClient to the JDK's HTTP client, which the generated code calls. The JDK's own client would add a
 * tenth to the cold start, because files need Apache HttpClient anyway. Bounds the size of responses. Thread-safe.
 */
public final class ApacheHttpClientAdapter extends HttpClient {
    private final DeadlineHttpClient http;
    private final Deadline deadline;

    /** Creates a client whose exchanges end by {@code deadline}. */
    public ApacheHttpClientAdapter(DeadlineHttpClient http, Deadline deadline) {
        this.http = http;
        this.deadline = deadline;
    }

    /**
     * Sends the request and reads the response. Interrupting a virtual thread during the call closes the connection.
     *
     * @throws com.ovok.upload.UploadException.Unavailable if the deadline passed
     */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
        try (OpenHttpResponse response = http.send(translated(request), deadline)) {
            return BufferedHttpResponse.read(request, response, handler);
        }
    }

    private static HttpUriRequestBase translated(HttpRequest request) {
        HttpUriRequestBase sent = new HttpUriRequestBase(request.method(), request.uri());
        request.headers().map().forEach((name, values) -> values.forEach(value -> sent.addHeader(name, value)));
        request.bodyPublisher()
                .map(ApacheHttpClientAdapter::bytes)
                .ifPresent(body -> sent.setEntity(new ByteArrayEntity(body, null)));
        return sent;
    }

    private static byte[] bytes(BodyPublisher body) {
        BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
        body.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                bytes.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer piece) {
                bytes.onNext(List.of(piece));
            }

            @Override
            public void onError(Throwable failure) {
                bytes.onError(failure);
            }

            @Override
            public void onComplete() {
                bytes.onComplete();
            }
        });
        return bytes.getBody().toCompletableFuture().join();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        throw new UnsupportedOperationException("Only synchronous calls are supported.");
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return sendAsync(request, handler);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.of(HttpConnectionPool.CONNECT.toDuration());
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        throw new UnsupportedOperationException("The connections have their own context.");
    }

    @Override
    public SSLParameters sslParameters() {
        throw new UnsupportedOperationException("The connections have their own parameters.");
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }
}
