package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineCut;
import com.ovok.upload.http.HttpConnectionPool;
import com.ovok.upload.http.InterimResponsesException;
import java.io.IOException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.util.Timeout;

/** The client that carries the bytes, and ends every exchange by its deadline. Thread-safe. */
public final class S3Http {
    /** From this length on it is cheaper to ask first whether S3 takes the body. */
    private static final long ASK_FIRST = 1 << 20;

    private final HttpConnectionPool connections;
    private final ScheduledThreadPoolExecutor watchdog;
    private final ClockSkew skew = new ClockSkew();

    /**
     * A client for many threads.
     *
     * @param maxConnections how many connections may be open at once, to all hosts together
     */
    public S3Http(int maxConnections) {
        this.connections = new HttpConnectionPool(maxConnections);
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
        connections.evictIdle();
    }

    /**
     * Sends the request and gives the answer, whose body is still to be read. At the deadline the connection is cut,
     * even while a body is on its way in either direction.
     *
     * @throws IOException if no whole response came
     * @throws UploadException.Unavailable if the deadline passed, or S3 sent interim responses without end
     */
    @SuppressWarnings("deprecation") // The setting that took its place is the same for all requests.
    public S3Response send(HttpUriRequestBase request, Deadline deadline) throws IOException {
        // Rounded up: whatever ends an exchange for lack of time does so after the deadline.
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
            return new S3Response(request, response, cut, deadline.clock());
        } catch (InterimResponsesException e) {
            cut.cancel();
            throw new UploadException.Unavailable(Problem.UNAVAILABLE, "S3 sent " + e.getMessage() + ".", e);
        } catch (IOException | RuntimeException e) {
            cut.cancel();
            cut.check(e);
            throw e;
        }
    }
}
