package com.ovok.upload;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Repeats a step that failed for now, after pauses that grow exponentially with full jitter. Thread-safe.
 *
 * @param attempts how often the step is tried at the most
 * @param problems which problems another try may cure
 * @param base the longest first pause
 * @param cap the longest pause
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public record Backoff(int attempts, Set<Problem> problems, Duration base, Duration cap, Sleeper sleeper) {

    /** Draws from the system, so that functions restored from one snapshot do not all pause alike. */
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Waits; replaced in tests. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** Repeats what is out of order for now, five times within some seconds. */
    public static Backoff standard(Sleeper sleeper) {
        return new Backoff(5, Set.of(Problem.UNAVAILABLE), Duration.ofMillis(200), Duration.ofSeconds(5), sleeper);
    }

    /** Waits until another invocation has done with the same file, as long as the deadline allows. */
    public static Backoff untilFree(Sleeper sleeper) {
        return new Backoff(
                Integer.MAX_VALUE, Set.of(Problem.BUSY), Duration.ofSeconds(1), Duration.ofSeconds(5), sleeper);
    }

    /**
     * Runs {@code step} until it passes.
     *
     * @throws UploadException the step's last, when it cannot be cured, or neither attempts nor time are left
     */
    public <T> T repeat(Deadline deadline, Supplier<T> step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return step.get();
            } catch (UploadException.Unavailable e) {
                Duration pause = pause(attempt, e);
                if (attempt >= attempts || !problems.contains(e.problem()) || !deadline.allows(pause)) {
                    throw e;
                }
                sleep(pause, e);
            }
        }
    }

    private Duration pause(int attempt, UploadException.Unavailable e) {
        long most = Math.min(cap.toMillis(), base.toMillis() << Math.min(attempt - 1, 20));
        Duration jittered = Duration.ofMillis(RANDOM.nextLong(most + 1));
        return e.retryAfter().filter(asked -> asked.compareTo(jittered) > 0).orElse(jittered);
    }

    private void sleep(Duration pause, UploadException.Unavailable failure) {
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
