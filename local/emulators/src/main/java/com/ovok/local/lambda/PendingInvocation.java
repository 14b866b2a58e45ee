package com.ovok.local.lambda;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One event in a process; completed once, by either end. */
final class PendingInvocation {
    private final String requestId = UUID.randomUUID().toString();
    private final CompletableFuture<Void> handedOut = new CompletableFuture<>();
    private final CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    private final byte[] event;
    private final Duration timeout;

    PendingInvocation(byte[] event, Duration timeout) {
        this.event = event.clone();
        this.timeout = timeout;
    }

    String requestId() {
        return requestId;
    }

    byte[] event() {
        return event;
    }

    Duration timeout() {
        return timeout;
    }

    /** Starts the timeout. */
    void handOut() {
        handedOut.complete(null);
    }

    void complete(InvocationResult outcome) {
        result.complete(outcome);
    }

    /** Waits until the process requests the event, then until it responds. */
    InvocationResult await(Duration initLimit) throws InterruptedException {
        try {
            CompletableFuture.anyOf(handedOut, result).get(initLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new InvocationResult.TimedOut(requestId, initLimit);
        } catch (ExecutionException e) {
            throw new AssertionError("neither future fails", e);
        }
        return awaitResult();
    }

    private InvocationResult awaitResult() throws InterruptedException {
        try {
            return result.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new InvocationResult.TimedOut(requestId, timeout);
        } catch (ExecutionException e) {
            throw new AssertionError("neither future fails", e);
        }
    }
}
