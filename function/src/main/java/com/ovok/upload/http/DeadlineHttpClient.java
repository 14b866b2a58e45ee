package com.ovok.upload.http;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/** An HTTP client that ends every exchange by its deadline. Thread-safe. */
public final class DeadlineHttpClient {
    /** In bytes: from this length on, {@code Expect: 100-continue} costs less than a rejected body. */
    private static final long ASK_FIRST = 1 << 20;
    /** After this time without an exchange, the watchdog's thread ends. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final HttpConnectionPool connections;
    private final ScheduledThreadPoolExecutor watchdog;

    /**
     * Creates a client for concurrent use.
     *
     * @param maxConnections how many connections may be open at once, to all hosts together
     */
    public DeadlineHttpClient(int maxConnections, TlsContext tls) {
        this.connections = new HttpConnectionPool(maxConnections, tls);
        this.watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-deadline").factory());
        watchdog.setRemoveOnCancelPolicy(true);
        watchdog.setKeepAliveTime(IDLE.toNanos(), TimeUnit.NANOSECONDS);
        watchdog.allowCoreThreadTimeOut(true);
    }

    /** Closes the idle connections; later exchanges open new ones. */
    public void closeConnections() {
        connections.evictIdle();
    }

    /**
     * Sends the request and returns the response with its body unread. At the deadline the connection is closed, even
     * during the transfer of a body.
     *
     * @throws IOException if no complete response head arrived
     * @throws UploadException.Unavailable if the deadline passed
     */
    @SuppressWarnings("deprecation") // The replacement of setConnectTimeout applies to all requests alike.
    public OpenHttpResponse send(HttpUriRequestBase request, Deadline deadline) throws IOException {
        // Rounded up, so that every timeout fires after the deadline.
        Timeout left = Timeout.ofMilliseconds(deadline.remaining().toMillis() + 1);
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(left)
                .setConnectTimeout(HttpConnectionPool.connectWithin(left))
                .setResponseTimeout(left)
                .setExpectContinueEnabled(
                        request.getEntity() != null && request.getEntity().getContentLength() > ASK_FIRST)
                .setProtocolUpgradeEnabled(false)
                .build());
        DeadlineCut cut = new DeadlineCut(request, deadline, left, watchdog);
        try {
            HttpHost host = new HttpHost(request.getScheme(), request.getAuthority());
            ClassicHttpResponse response = connections.client().executeOpen(host, request, null);
            return new OpenHttpResponse(request, response, cut, deadline.clock());
        } catch (InterimResponsesException e) {
            cut.cancel();
            throw e;
        } catch (IOException | RuntimeException e) {
            cut.cancel();
            cut.check(e);
            throw e;
        }
    }
}
