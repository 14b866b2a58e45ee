package com.ovok.local.lambda;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pause of a SnapStart process between its start and its first event; the process waits, and no memory is saved.
 */
final class Snapshot {
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch restored = new CountDownLatch(1);

    /** Called for the process: returns when the process may continue. */
    void take() throws InterruptedException {
        ready.complete(null);
        restored.await();
    }

    /** Called if the process cannot reach its snapshot; has no effect afterwards. */
    void fail(String reason) {
        ready.completeExceptionally(new IllegalStateException(reason));
    }

    void restore() {
        restored.countDown();
    }

    /**
     * Waits until the process reaches its snapshot.
     *
     * @throws IllegalStateException if it never will
     */
    void await(Duration limit) throws InterruptedException {
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the process takes no snapshot", e);
        }
    }
}
