package com.ovok.upload.http;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.util.Timeout;

/**
 * Cuts the connection of one exchange at its deadline. The failures of an exchange that was cut then name the deadline,
 * whatever the broken connection looked like. Thread-safe.
 */
final class DeadlineCut {
    private final Deadline deadline;
    private final Future<?> timer;
    private volatile boolean happened;

    /** Starts to watch {@code request}, which may still take {@code left}. */
    DeadlineCut(HttpUriRequestBase request, Deadline deadline, Timeout left, ScheduledExecutorService watchdog) {
        this.deadline = deadline;
        this.timer = watchdog.schedule(() -> cut(request), left.toMilliseconds(), TimeUnit.MILLISECONDS);
    }

    private void cut(HttpUriRequestBase request) {
        happened = true;
        request.cancel();
    }

    /** Ends the watch, because the exchange is over. */
    void cancel() {
        timer.cancel(false);
    }

    boolean hasHappened() {
        return happened || !deadline.allows(Duration.ZERO);
    }

    /**
     * Judges a failure of the exchange.
     *
     * @throws UploadException.Unavailable if the deadline has passed, and the failure does not say already what it was
     */
    void check(Exception failure) {
        if (hasHappened() && !(failure instanceof UploadException)) {
            throw Deadline.passed(failure);
        }
    }

    /** Returns the same body, whose reads name the deadline if it cuts them. */
    InputStream watch(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read() throws IOException {
                try {
                    return super.read();
                } catch (IOException e) {
                    check(e);
                    throw e;
                }
            }

            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                try {
                    return super.read(bytes, from, most);
                } catch (IOException e) {
                    check(e);
                    throw e;
                }
            }
        };
    }
}
