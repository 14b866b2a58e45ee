package com.ovok.upload.ovok;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Breaks answers off that are larger than any that OVOK gives, whichever way the caller reads them, and can start anew
 * without the connections of before. Thread-safe.
 */
final class BoundedHttpClient extends HttpClient {
    /** Of a body, in bytes. */
    private static final long MAX_ANSWER = 1 << 20;

    private final Supplier<HttpClient> factory;
    private volatile HttpClient client;

    BoundedHttpClient(Supplier<HttpClient> factory) {
        this.factory = factory;
        this.client = factory.get();
    }

    void renew() {
        HttpClient before = client;
        client = factory.get();
        before.shutdown();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        return client.send(request, bounded(handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return client.sendAsync(request, bounded(handler));
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        return client.sendAsync(request, bounded(handler), pushes);
    }

    private static <T> BodyHandler<T> bounded(BodyHandler<T> handler) {
        return answer -> BodySubscribers.limiting(handler.apply(answer), bound(answer));
    }

    /** A compressed body, which nobody asked for, would grow past the bound when it is read. */
    private static long bound(ResponseInfo answer) {
        return answer.headers().firstValue("Content-Encoding").isPresent() ? 0 : MAX_ANSWER;
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return client.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }
}
