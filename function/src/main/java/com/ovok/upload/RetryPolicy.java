package com.ovok.upload;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Retries a step after a temporary failure, with exponential backoff and full jitter. Thread-safe.
 *
 * <p>The pauses take at most half of the time left at the first failure, so that the other half is left to the last
 * attempt. One instance serves all calls of one server: while its {@link CircuitBreaker} is open, one call at a time
 * probes the server for all.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public final class RetryPolicy {
    /** Reads entropy from the system, so that functions restored from one snapshot draw different pauses. */
    private static final SecureRandom RANDOM = new SecureRandom();
    /** During a longer pause, a call checks after each of these whether another call has succeeded. */
    private static final Duration SLICE = Duration.ofSeconds(1);
    /** The number of failed calls that counts as an outage; a single call can fail because of its own file. */
    private static final int OUTAGE = 2;
    /** The part of its waiting time that remains to a call that keeps failing while others succeed. */
    private static final double ALONE = 0.1;

    private final int attempts;
    private final Set<Problem> retryOn;
    private final Duration base;
    private final Duration cap;
    private final double share;
    private final Sleeper sleeper;
    private final CircuitBreaker breaker;

    /** Waits; replaced in tests. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /**
     * Creates a policy that waits for at most half of the time left.
     *
     * @param attempts after this many attempts, with successes of other calls between them, a call keeps a tenth of its
     *     waiting time
     * @param retryOn the problems that a retry can fix
     * @param base the upper bound of the first pause
     * @param cap the upper bound of every pause
     */
    public RetryPolicy(int attempts, Set<Problem> retryOn, Duration base, Duration cap, Sleeper sleeper) {
        this(attempts, retryOn, base, cap, 0.5, OUTAGE, sleeper);
    }

    private RetryPolicy(
            int attempts,
            Set<Problem> retryOn,
            Duration base,
            Duration cap,
            double share,
            int threshold,
            Sleeper sleeper) {
        this.attempts = attempts;
        this.retryOn = retryOn;
        this.base = base;
        this.cap = cap;
        this.share = share;
        this.sleeper = sleeper;
        this.breaker = new CircuitBreaker(threshold, this::jittered);
    }

    /** Returns the policy for one server: it retries {@link Problem#UNAVAILABLE}. */
    public static RetryPolicy standard(Sleeper sleeper) {
        return new RetryPolicy(5, Set.of(Problem.UNAVAILABLE), Duration.ofMillis(200), Duration.ofSeconds(20), sleeper);
    }

    /** Waits until another invocation releases its lease on the same file, up to the deadline. */
    public static RetryPolicy untilLeaseReleased(Sleeper sleeper) {
        return new RetryPolicy(
                Integer.MAX_VALUE,
                Set.of(Problem.BUSY),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                1,
                Integer.MAX_VALUE,
                sleeper);
    }

    /**
     * Runs {@code step} until it succeeds.
     *
     * @throws UploadException the last failure of the step, if a retry cannot fix it or the time is used up
     */
    public <T> T call(Deadline deadline, Supplier<T> step) {
        Call call = new Call(deadline);
        while (true) {
            call.awaitPermission();
            try {
                T result = step.get();
                breaker.recordSuccess();
                return result;
            } catch (UploadException.Unavailable e) {
                if (!retryOn.contains(e.problem())) {
                    throw e;
                }
                call.recordFailure(e);
                call.pauseAfter(e);
            } finally {
                breaker.release(call);
            }
        }
    }

    private Duration jittered(int round) {
        long most = Math.min(cap.toMillis(), base.toMillis() << Math.min(round, 20));
        return Duration.ofMillis(RANDOM.nextLong(most + 1));
    }

    /** The attempts at one step. Not thread-safe. */
    private final class Call {
        private final WaitBudget budget;
        private final Instant arrived;
        private UploadException.@Nullable Unavailable failure;
        private int failures;
        /** How many failures were the first one since a success of another call, or since the start. */
        private int firstFailures;

        private long successesBefore = -1;

        Call(Deadline deadline) {
            budget = new WaitBudget(deadline, share, sleeper);
            arrived = budget.now();
        }

        /** Returns at once unless the breaker is open; then waits until this call may probe the server. */
        void awaitPermission() {
            while (!breaker.permits(this, isPatient(), budget.now())) {
                budget.start();
                if (isUsedUp()) {
                    if (failure == null) {
                        return;
                    }
                    throw failure;
                }
                sleep(Duration.ofMillis(RANDOM.nextLong(SLICE.toMillis() / 2) + 1));
            }
        }

        /** A call without an attempt yet may succeed although others fail, so it waits for one slice only. */
        private boolean isPatient() {
            return failures > 0 || budget.now().isBefore(arrived.plus(SLICE));
        }

        void recordFailure(UploadException.Unavailable e) {
            long successes = breaker.successes();
            boolean first = successes > successesBefore;
            failure = e;
            failures++;
            firstFailures += first ? 1 : 0;
            successesBefore = successes;
            breaker.recordFailure(this, first, budget.now());
        }

        /** Waits before the next attempt, or throws the failure if no time for another one would be left. */
        void pauseAfter(UploadException.Unavailable e) {
            budget.start();
            Duration own = shorter(jittered(failures - 1), budget.left(1));
            Duration pause =
                    e.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
            if (isUsedUp() || !budget.allows(pause)) {
                throw e;
            }
            if (pause.equals(own)) {
                sleepUnlessBreakerCloses(own);
            } else {
                sleep(pause);
            }
        }

        private boolean isUsedUp() {
            return !budget.left(firstFailures < attempts ? 1 : ALONE).isPositive();
        }

        /** Ends early if a success of another call closes the breaker. */
        private void sleepUnlessBreakerCloses(Duration pause) {
            Duration left = pause;
            boolean wasOpen = false;
            boolean open = breaker.isOpen();
            do {
                Duration slice = shorter(left, SLICE);
                sleep(slice);
                left = left.minus(slice);
                wasOpen |= open;
                open = breaker.isOpen();
            } while (left.isPositive() && (open || !wasOpen));
        }

        private void sleep(Duration pause) {
            try {
                budget.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(e);
            }
        }

        private UploadException interrupted(InterruptedException e) {
            if (failure == null) {
                return new UploadException.Unavailable(
                        Problem.UNAVAILABLE, "The wait for an unavailable server was interrupted. Retry later.", e);
            }
            failure.addSuppressed(e);
            return failure;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
