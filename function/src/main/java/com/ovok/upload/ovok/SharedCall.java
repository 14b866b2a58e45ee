package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a sign-in on the thread of the first caller. Callers that arrive before it ends share its outcome, a success or
 * a failure. Thread-safe.
 */
final class SharedCall<T> {
    /** A timeout is rounded to milliseconds, so it can end slightly before the deadline. */
    private static final Duration WORTH_NOTHING = Duration.ofMillis(100);

    private final AtomicReference<@Nullable CompletableFuture<T>> running = new AtomicReference<>();

    /**
     * Runs {@code call}, or waits for the running one.
     *
     * @throws UploadException if the call fails, or does not end before {@code deadline}
     */
    T get(Deadline deadline, Supplier<T> call) {
        while (true) {
            CompletableFuture<T> mine = new CompletableFuture<>();
            CompletableFuture<T> first = running.compareAndExchange(null, mine);
            if (first == null) {
                return run(mine, deadline, call);
            }
            Optional<T> outcome = await(first, deadline);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /**
     * Returns whether the caller's own time has ended or it was interrupted. Such a failure is not shared, because it
     * does not concern the server.
     */
    static boolean hasEnded(Deadline deadline) {
        return !deadline.allows(WORTH_NOTHING) || Thread.currentThread().isInterrupted();
    }

    private T run(CompletableFuture<T> mine, Deadline deadline, Supplier<T> call) {
        try {
            T outcome = call.get();
            running.compareAndSet(mine, null);
            mine.complete(outcome);
            return outcome;
        } catch (UploadException e) {
            running.compareAndSet(mine, null);
            if (!hasEnded(deadline)) {
                mine.completeExceptionally(e);
            }
            throw e;
        } finally {
            running.compareAndSet(mine, null);
            mine.cancel(false);
        }
    }

    /** Returns the outcome; empty if it concerned only the caller that ran the call. */
    private static <T> Optional<T> await(CompletableFuture<T> first, Deadline deadline) {
        try {
            return Optional.of(first.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS));
        } catch (CancellationException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UploadException failure ? failure.copy() : new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw late("The sign-in of another call did not end within the invocation's time.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw late("The wait for the sign-in of another call was interrupted.");
        }
    }

    private static UploadException late(String message) {
        return new UploadException.Unavailable(Problem.UNAVAILABLE, message, null);
    }
}
