package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The client that carries the bytes. It repeats, redirects, decompresses and remembers nothing by itself, and it ends
 * every exchange by its deadline. Thread-safe.
 */
public final class S3Http {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    /** S3 closes idle connections after some seconds. */
    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(2);
    /** From this length on it is cheaper to ask first whether S3 takes the body. */
    private static final long ASK_FIRST = 1 << 20;

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor watchdog;

    /**
     * A client for many threads.
     *
     * @param maxConnections how many connections may be open at once, to all hosts together
     */
    public S3Http(int maxConnections) {
        this.connections = connections(maxConnections);
        this.client = client(connections);
        this.watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("s3-deadline").factory());
        watchdog.setRemoveOnCancelPolicy(true);
    }

    private static PoolingHttpClientConnectionManager connections(int most) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .responseOutOfOrderStrategy(new EarlyAnswer())
                        .build())
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setValidateAfterInactivity(CHECK_AFTER)
                        .build())
                .build();
    }

    private static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
        return HttpClientBuilder.create()
                .setConnectionManager(connections)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .build();
    }

    /** Drops the connections that no exchange uses; later ones open others. */
    public void closeConnections() {
        connections.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    /**
     * Sends the request and gives the answer, whose body is still to be read. At the deadline the connection is cut,
     * even while the body comes in.
     */
    public S3Answer send(HttpUriRequestBase request, Deadline deadline) throws IOException {
        Timeout left = Timeout.of(deadline.remaining());
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(left)
                .setResponseTimeout(left)
                .setExpectContinueEnabled(
                        request.getEntity() != null && request.getEntity().getContentLength() > ASK_FIRST)
                .setProtocolUpgradeEnabled(false)
                .build());
        var cut = watchdog.schedule(request::cancel, left.toMilliseconds(), TimeUnit.MILLISECONDS);
        try {
            HttpHost host = new HttpHost(request.getScheme(), request.getAuthority());
            return new S3Answer(request, client.executeOpen(host, request, null), cut);
        } catch (IOException | RuntimeException e) {
            cut.cancel(false);
            throw e;
        }
    }
}
