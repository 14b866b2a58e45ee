package com.ovok.upload;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Retries a step that failed for now, after pauses that grow exponentially with full jitter. Thread-safe.
 *
 * <p>It waits for half of the time that is left when the step first fails, so that the last attempt still has the other
 * half. One instance serves all calls of one server: while that is out of order, one call at a time tries it for all of
 * them.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential backoff and
 *     jitter</a>
 */
public final class RetryPolicy {
    /** Draws from the system, so that functions restored from one snapshot do not all pause alike. */
    private static final SecureRandom RANDOM = new SecureRandom();
    /** After this time a longer pause looks whether another call has passed. */
    private static final Duration SLICE = Duration.ofSeconds(1);
    /** So many calls that fail are an outage of their server; a single one may have its own reason. */
    private static final int OUTAGE = 2;
    /** What a call that fails alone has of its patience. */
    private static final double ALONE = 0.1;

    private final int attempts;
    private final Set<Problem> problems;
    private final Duration base;
    private final Duration cap;
    private final double share;
    private final Sleeper sleeper;
    private final Outage outage;

    /** Waits; replaced in tests. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /**
     * Waits for at most half of the time that is left.
     *
     * @param attempts after so many attempts, between which other calls passed, a call has a tenth of the patience
     * @param problems which problems another try may cure
     * @param base the longest first pause
     * @param cap the longest pause
     */
    public RetryPolicy(int attempts, Set<Problem> problems, Duration base, Duration cap, Sleeper sleeper) {
        this(attempts, problems, base, cap, 0.5, OUTAGE, sleeper);
    }

    private RetryPolicy(
            int attempts,
            Set<Problem> problems,
            Duration base,
            Duration cap,
            double share,
            int enough,
            Sleeper sleeper) {
        this.attempts = attempts;
        this.problems = problems;
        this.base = base;
        this.cap = cap;
        this.share = share;
        this.sleeper = sleeper;
        this.outage = new Outage(enough, this::jittered);
    }

    /** Retries what is unavailable, for one server. */
    public static RetryPolicy standard(Sleeper sleeper) {
        return new RetryPolicy(5, Set.of(Problem.UNAVAILABLE), Duration.ofMillis(200), Duration.ofSeconds(20), sleeper);
    }

    /** Waits until another invocation has done with the same file, as long as the deadline allows. */
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
     * Runs {@code step} until it passes.
     *
     * @throws UploadException the step's last, when it cannot be cured, or its time is over
     */
    public <T> T call(Deadline deadline, Supplier<T> step) {
        Call call = new Call(deadline);
        while (true) {
            call.awaitTurn();
            try {
                T result = step.get();
                outage.pass();
                return result;
            } catch (UploadException.Unavailable e) {
                call.failed(e);
            } finally {
                outage.leave(call);
            }
            call.pause();
        }
    }

    private Duration jittered(int round) {
        long most = Math.min(cap.toMillis(), base.toMillis() << Math.min(round, 20));
        return Duration.ofMillis(RANDOM.nextLong(most + 1));
    }

    /** The attempts at one step. For one thread. */
    private final class Call {
        private final Patience patience;
        private final Instant arrived;
        private UploadException.@Nullable Unavailable failure;
        private int failures;
        /** How many of them came although other calls passed since the one before. */
        private int alone;

        private long passedBefore;

        Call(Deadline deadline) {
            patience = new Patience(deadline, share, sleeper);
            arrived = patience.now();
        }

        /** Returns at once unless the server is out of order; then when it is this call's turn to try it. */
        void awaitTurn() {
            while (!outage.admits(this, isPatient(), patience.now())) {
                patience.begin();
                if (isOver()) {
                    giveUp();
                    return;
                }
                sleep(Duration.ofMillis(RANDOM.nextLong(SLICE.toMillis() / 2) + 1));
            }
        }

        /** A call that was not tried yet may be one that passes where others fail. */
        private boolean isPatient() {
            return failures > 0 || patience.now().isBefore(arrived.plus(SLICE));
        }

        private void giveUp() {
            if (failure != null) {
                throw failure;
            }
        }

        void failed(UploadException.Unavailable e) {
            if (!problems.contains(e.problem())) {
                throw e;
            }
            long passed = outage.passed();
            boolean first = failures == 0 || passed > passedBefore;
            alone += failures > 0 && first ? 1 : 0;
            failure = e;
            failures++;
            passedBefore = passed;
            outage.fail(this, first, patience.now());
        }

        /** Waits before the next attempt, but less long if an outage ends. */
        void pause() {
            UploadException.Unavailable last = failure;
            if (last == null) {
                return;
            }
            patience.begin();
            Duration own = shorter(jittered(failures - 1), patience.left(1));
            Duration pause =
                    last.retryAfter().filter(asked -> asked.compareTo(own) > 0).orElse(own);
            if (isOver() || !patience.allows(pause)) {
                throw last;
            }
            if (pause.equals(own)) {
                sleepUnlessItEnds(own);
            } else {
                sleep(pause);
            }
        }

        private boolean isOver() {
            double part = alone >= attempts - 1 ? ALONE : 1;
            Duration left = patience.left(part);
            return left.isNegative() || left.isZero();
        }

        private void sleepUnlessItEnds(Duration pause) {
            Duration left = pause;
            boolean wasOpen = false;
            boolean open = outage.isOpen();
            do {
                Duration slice = shorter(left, SLICE);
                sleep(slice);
                left = left.minus(slice);
                wasOpen |= open;
                open = outage.isOpen();
            } while (left.isPositive() && (open || !wasOpen));
        }

        private void sleep(Duration pause) {
            try {
                patience.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(e);
            }
        }

        private UploadException interrupted(InterruptedException e) {
            if (failure == null) {
                return new UploadException.Unavailable(
                        Problem.UNAVAILABLE, "The wait for its turn was interrupted.", e);
            }
            failure.addSuppressed(e);
            return failure;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
