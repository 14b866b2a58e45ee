package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import com.ovok.upload.http.Connections;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/** The client that carries the bytes, and ends every exchange by its deadline. Thread-safe. */
public final class S3Http {
    /** From this length on it is cheaper to ask first whether S3 takes the body. */
    private static final long ASK_FIRST = 1 << 20;

    private final Connections connections;
    private final ScheduledThreadPoolExecutor watchdog;
    private final ClockSkew skew = new ClockSkew();

    /**
     * A client for many threads.
     *
     * @param maxConnections how many connections may be open at once, to all hosts together
     */
    public S3Http(int maxConnections) {
        this.connections = new Connections(maxConnections);
        this.watchdog = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("s3-deadline").factory());
        watchdog.setRemoveOnCancelPolicy(true);
    }

    /** What the responses to this client have shown of this machine's clock. */
    public ClockSkew skew() {
        return skew;
    }

    /** Drops the connections that no exchange uses; later ones open others. */
    public void closeConnections() {
        connections.drop();
    }

    /**
     * Sends the request and gives the answer, whose body is still to be read. At the deadline the connection is cut,
     * even while the body comes in.
     */
    @SuppressWarnings("deprecation") // The setting that took its place is the same for all requests.
    public S3Answer send(HttpUriRequestBase request, Deadline deadline) throws IOException {
        Timeout left = Timeout.of(deadline.remaining());
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(left)
                .setConnectTimeout(Connections.connectWithin(left))
                .setResponseTimeout(left)
                .setExpectContinueEnabled(
                        request.getEntity() != null && request.getEntity().getContentLength() > ASK_FIRST)
                .setProtocolUpgradeEnabled(false)
                .build());
        var cut = watchdog.schedule(request::cancel, left.toMilliseconds(), TimeUnit.MILLISECONDS);
        try {
            HttpHost host = new HttpHost(request.getScheme(), request.getAuthority());
            ClassicHttpResponse response = connections.client().executeOpen(host, request, null);
            return new S3Answer(request, response, cut, deadline.clock());
        } catch (IOException | RuntimeException e) {
            cut.cancel(false);
            throw e;
        }
    }
}
