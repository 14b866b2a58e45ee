package com.ovok.local.lambda;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pause of a SnapStart process between its start and its first event; no memory is saved, the process just waits.
 */
final class Snapshot {
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CountDownLatch restored = new CountDownLatch(1);

    /** Called for the process: returns when it is to go on. */
    void take() throws InterruptedException {
        ready.complete(null);
        restored.await();
    }

    /** Called when the process will not come to its snapshot; nothing happens where it has. */
    void fail(String reason) {
        ready.completeExceptionally(new IllegalStateException(reason));
    }

    void restore() {
        restored.countDown();
    }

    /**
     * Waits until the process does.
     *
     * @throws IllegalStateException when it never will
     */
    void await(Duration limit) throws InterruptedException {
        try {
            ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the process takes no snapshot", e);
        }
    }
}
