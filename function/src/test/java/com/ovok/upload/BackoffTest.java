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

class BackoffTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
    private static final Deadline LATER = Deadline.in(Duration.ofMinutes(15), CLOCK);

    private final List<Duration> pauses = new ArrayList<>();
    private final AtomicInteger tries = new AtomicInteger();
    private final Backoff backoff = Backoff.standard(pauses::add);

    @Test
    void givesWhatTheStepGives() {
        assertThat(backoff.repeat(LATER, () -> "done")).isEqualTo("done");
        assertThat(pauses).isEmpty();
    }

    @RepeatedTest(20)
    void pausesAtRandomWithinBoundsThatDouble() {
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> backoff.repeat(LATER, () -> fails(Problem.UNAVAILABLE, null)));

        assertThat(tries).hasValue(5);
        assertThat(pauses).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(pauses.get(i)).isBetween(Duration.ZERO, Duration.ofMillis(200L << i));
        }
    }

    @Test
    void stopsWhereTheStepPasses() {
        assertThat(backoff.repeat(LATER, () -> tries.get() < 2 ? fails(Problem.UNAVAILABLE, null) : "done"))
                .isEqualTo("done");
        assertThat(pauses).hasSize(2);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        assertThat(backoff.repeat(
                        LATER, () -> tries.get() < 1 ? fails(Problem.UNAVAILABLE, Duration.ofSeconds(77)) : "done"))
                .isEqualTo("done");
        assertThat(pauses).containsExactly(Duration.ofSeconds(77));
    }

    @Test
    void givesUpAtOnceWhereThePauseReachesBeyondTheDeadline() {
        Deadline soon = Deadline.in(Duration.ofSeconds(77), CLOCK);

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> backoff.repeat(soon, () -> fails(Problem.UNAVAILABLE, Duration.ofSeconds(77))));
        assertThat(tries).hasValue(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void repeatsNothingThatMayHaveHappenedAlready() {
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> backoff.repeat(LATER, () -> fails(Problem.OVOK_FAULT, null)));
        assertThat(tries).hasValue(1);
    }

    @Test
    void repeatsNothingThatWillBeRefusedAgain() {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> backoff.repeat(LATER, () -> {
                    tries.incrementAndGet();
                    throw new UploadException.Rejected(Problem.UNAVAILABLE, "no");
                }));
        assertThat(tries).hasValue(1);
    }

    @Test
    void anInterruptEndsItWithTheLastFailure() {
        Backoff interrupted = Backoff.standard(pause -> {
            throw new InterruptedException("stop");
        });

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> interrupted.repeat(LATER, () -> fails(Problem.UNAVAILABLE, null)));
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
        assertThat(tries).hasValue(1);
    }

    private String fails(Problem problem, @Nullable Duration retryAfter) {
        tries.incrementAndGet();
        throw new UploadException.Unavailable(problem, "not now", retryAfter, null);
    }
}
