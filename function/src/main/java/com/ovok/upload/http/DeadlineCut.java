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
 * Closes the connection of one exchange at its deadline. Later failures of the exchange are reported as the deadline,
 * whatever exception the broken connection causes. Thread-safe.
 */
final class DeadlineCut {
    private final Deadline deadline;
    private final Future<?> timer;
    private volatile boolean happened;

    /** Starts a timer for {@code request}, which may take {@code left}. */
    DeadlineCut(HttpUriRequestBase request, Deadline deadline, Timeout left, ScheduledExecutorService watchdog) {
        this.deadline = deadline;
        this.timer = watchdog.schedule(() -> cut(request), left.toMilliseconds(), TimeUnit.MILLISECONDS);
    }

    private void cut(HttpUriRequestBase request) {
        happened = true;
        request.cancel();
    }

    /** Stops the timer, because the exchange has ended. */
    void cancel() {
        timer.cancel(false);
    }

    boolean hasHappened() {
        return happened || !deadline.allows(Duration.ZERO);
    }

    /**
     * Evaluates a failure of the exchange.
     *
     * @throws UploadException.Unavailable if the deadline has passed and the failure is not an {@code UploadException}
     *     already
     */
    void check(Exception failure) {
        if (hasHappened() && !(failure instanceof UploadException)) {
            throw Deadline.passed(failure);
        }
    }

    /** Returns the body with reads that report the deadline as such. */
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
