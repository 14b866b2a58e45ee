package com.ovok.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final Deadline LATER = Deadline.in(Duration.ofMinutes(15), CLOCK);

    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();
    private final RetryPolicy retries = RetryPolicy.standard(pauses::add);

    @Test
    void returnsResultOfStep() {
        assertThat(retries.call(LATER, () -> "done")).isEqualTo("done");
        assertThat(pauses).isEmpty();
    }

    @RepeatedTest(20)
    void doublesBoundsOfRandomPauses() {
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> retries.call(LATER, () -> fails(Problem.UNAVAILABLE, null)));

        for (int i = 0; i < 3; i++) {
            assertThat(pauses.get(i)).isBetween(Duration.ZERO, Duration.ofMillis(200L << i));
        }
        assertThat(tries.get()).as("pauses of 20 seconds at most").isBetween(23, 90);
    }

    @ParameterizedTest
    @ValueSource(longs = {900_000, 26_000, 2_000, 50})
    void waitsForHalfOfTheTimeLeft(long millis) {
        Deadline deadline = Deadline.in(Duration.ofMillis(millis), CLOCK);
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> retries.call(deadline, () -> fails(Problem.UNAVAILABLE, null)));

        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofMillis(millis / 2));
        assertThat(tries.get()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void countsTheTimeOfFailedAttempts() {
        SettableClock clock = new SettableClock();
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> retries.call(Deadline.in(Duration.ofSeconds(100), clock), () -> {
                    clock.advance(Duration.ofSeconds(20));
                    return fails(Problem.UNAVAILABLE, null);
                }));

        assertThat(tries.get())
                .as("40 of the 80 seconds after the first failure")
                .isEqualTo(3);
    }

    @RepeatedTest(20)
    void survivesOutageOfFifteenSeconds() {
        Instant[] now = {Instant.EPOCH};
        RetryPolicy patient = RetryPolicy.standard(pause -> now[0] = now[0].plus(pause));
        Deadline deadline = Deadline.in(Duration.ofSeconds(800), () -> now[0]);

        assertThat(patient.call(
                        deadline,
                        () -> now[0].isBefore(Instant.EPOCH.plusSeconds(15)) ? fails(Problem.UNAVAILABLE, null) : "up"))
                .isEqualTo("up");
        assertThat(now[0]).isBefore(Instant.EPOCH.plusSeconds(45));
        assertThat(tries.get()).isLessThan(20);
    }

    @Test
    void stopsAfterSuccess() {
        assertThat(retries.call(LATER, () -> tries.get() < 2 ? fails(Problem.UNAVAILABLE, null) : "done"))
                .isEqualTo("done");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void waitsForRetryAfter() {
        assertThat(retries.call(
                        LATER, () -> tries.get() < 1 ? fails(Problem.UNAVAILABLE, Duration.ofSeconds(77)) : "done"))
                .isEqualTo("done");
        assertThat(pauses).containsExactly(Duration.ofSeconds(77));
    }

    @Test
    void throwsIfPauseExceedsDeadline() {
        Deadline soon = Deadline.in(Duration.ofSeconds(77), CLOCK);

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> retries.call(soon, () -> fails(Problem.UNAVAILABLE, Duration.ofSeconds(77))));
        assertThat(tries).hasValue(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void leavesTimeForAttemptAfterRetryAfter() {
        Deadline soon = Deadline.in(Duration.ofSeconds(100), CLOCK);
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> retries.call(soon, () -> fails(Problem.UNAVAILABLE, Duration.ofSeconds(76))))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(76)));
        assertThat(pauses).isEmpty();

        assertThat(retries.call(
                        soon, () -> tries.get() < 2 ? fails(Problem.UNAVAILABLE, Duration.ofSeconds(74)) : "done"))
                .isEqualTo("done");
        assertThat(pauses).containsExactly(Duration.ofSeconds(74));
    }

    @Test
    void waitsForLeaseUntilDeadline() {
        RetryPolicy untilFree = RetryPolicy.untilLeaseReleased(pauses::add);
        Deadline soon = Deadline.in(Duration.ofSeconds(60), CLOCK);
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> untilFree.call(soon, () -> fails(Problem.BUSY, Duration.ofSeconds(5))));

        assertThat(pauses).hasSize(11).containsOnly(Duration.ofSeconds(5));
    }

    @Test
    void doesNotRetryUncertainOutcomes() {
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> retries.call(LATER, () -> fails(Problem.OVOK_FAULT, null)));
        assertThat(tries).hasValue(1);
    }

    @Test
    void doesNotRetryRejections() {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> retries.call(LATER, () -> {
                    tries.incrementAndGet();
                    throw new UploadException.Rejected(Problem.UNAVAILABLE, "no");
                }));
        assertThat(tries).hasValue(1);
    }

    @Test
    void throwsLastFailureWhenInterrupted() {
        RetryPolicy interrupted = RetryPolicy.standard(pause -> {
            throw new InterruptedException("stop");
        });

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> interrupted.call(LATER, () -> fails(Problem.UNAVAILABLE, null)));
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
        assertThat(tries).hasValue(1);
    }

    private String fails(Problem problem, @Nullable Duration retryAfter) {
        tries.incrementAndGet();
        throw new UploadException.Unavailable(problem, "not now", retryAfter, null);
    }
}
