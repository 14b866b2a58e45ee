package com.ovok.local.s3;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Forwards requests to S3Proxy unchanged, including signatures, and returns its responses; bodies are streamed. */
final class Upstream implements AutoCloseable {
    private static final Set<String> HOP_BY_HOP =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "te", "upgrade");
    private static final Timeout TIMEOUT = Timeout.ofMinutes(5);
    // Shorter than S3Proxy keeps an idle connection.
    private static final Timeout KEPT_ALIVE = Timeout.ofSeconds(10);

    private final HttpHost target;
    private final HttpRequester requester = RequesterBootstrap.bootstrap()
            .setHttpProcessor(
                    HttpProcessorBuilder.create().add(new RequestContent()).build())
            .setConnectionFactory(DefaultBHttpClientConnectionFactory.builder()
                    .http1Config(Http1Config.custom().setBufferSize(64 * 1024).build())
                    .build())
            .setTimeToLive(KEPT_ALIVE)
            .setMaxTotal(1024)
            .setDefaultMaxPerRoute(1024)
            .create();

    Upstream(int port) {
        this.target = new HttpHost("http", "127.0.0.1", port);
    }

    ClassicHttpResponse forward(ClassicHttpRequest request, @Nullable HttpEntity body)
            throws HttpException, IOException {
        var onward = new BasicClassicHttpRequest(request.getMethod(), target, canonical(request.getPath()));
        copyHeaders(request, onward);
        onward.setEntity(body);
        ClassicHttpResponse original = requester.execute(target, onward, TIMEOUT, HttpCoreContext.create());
        var response = new BasicClassicHttpResponse(original.getCode());
        copyHeaders(original, response);
        if (original.getEntity() != null || request.getMethod().equals("HEAD")) {
            response.setEntity(StreamedEntity.of(original));
        } else {
            original.close();
        }
        return response;
    }

    @Override
    public void close() {
        requester.close(CloseMode.IMMEDIATE);
    }

    // S3 signs the decoded key, S3Proxy the path as received; and clients encode the second of two slashes.
    private static String canonical(String target) {
        int query = target.indexOf('?');
        return query < 0
                ? target.replace("%2F", "/")
                : target.substring(0, query).replace("%2F", "/") + target.substring(query);
    }

    private static void copyHeaders(HttpMessage from, HttpMessage to) {
        for (Header header : from.getHeaders()) {
            if (!HOP_BY_HOP.contains(header.getName().toLowerCase(Locale.ROOT))) {
                to.addHeader(header);
            }
        }
    }
}
