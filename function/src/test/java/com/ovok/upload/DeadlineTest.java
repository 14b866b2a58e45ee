package com.ovok.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void returnsTheRemainingTime() {
        Deadline deadline = new Deadline(NOON, InstantSource.fixed(NOON.minusMillis(250)));

        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void startsFromTheRemainingTime() {
        assertThat(Deadline.in(Duration.ofSeconds(9), InstantSource.fixed(NOON)).at())
                .isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void allowsPausesThatEndBeforeIt() {
        Deadline deadline = new Deadline(NOON, InstantSource.fixed(NOON.minusSeconds(2)));

        assertThat(deadline.allows(Duration.ofMillis(1999))).isTrue();
        assertThat(deadline.allows(Duration.ofSeconds(2))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 999_999, -1, -60_000_000_000L})
    void throwsWithoutAMillisecondLeft(long nanos) {
        Deadline deadline = new Deadline(NOON, InstantSource.fixed(NOON.minusNanos(nanos)));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(deadline::remaining)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.DEADLINE));
    }
}
