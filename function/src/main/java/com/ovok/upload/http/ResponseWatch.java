package com.ovok.upload.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * Polls for a response every second while a body is being sent, because a blocked write cannot poll. A server can
 * respond, stop reading and keep the connection open.
 */
final class ResponseWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Lock lock;
    private final Look look;
    private final CountDownLatch over = new CountDownLatch(1);

    /** Ends the sending if the final response has arrived, and returns whether it has. */
    @FunctionalInterface
    interface Look {
        boolean endsSending() throws IOException;
    }

    /**
     * Starts to poll.
     *
     * @param lock held during each poll
     */
    ResponseWatch(Lock lock, Look look) {
        this.lock = lock;
        this.look = look;
        Thread.ofVirtual().name("response-watch").start(this::run);
    }

    private void run() {
        try {
            boolean last = false;
            while (!last && !over.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                last = isLast();
            }
        } catch (IOException e) {
            // The connection is broken. The sending thread notices too, at the latest by the deadline.
            over.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isLast() throws IOException {
        lock.lock();
        try {
            return over.getCount() == 0 || look.endsSending();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a running poll and prevents further ones. */
    @Override
    public void close() {
        lock.lock();
        try {
            over.countDown();
        } finally {
            lock.unlock();
        }
    }
}
