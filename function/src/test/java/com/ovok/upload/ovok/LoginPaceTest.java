package com.ovok.upload.ovok;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When another login may follow. */
class LoginPaceTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void allowsTheFirstTwoLoginsAtOnce() {
        LoginPace pace = LoginPace.NONE;
        assertThat(pace.next()).isBefore(START);
        assertThat(pace.loggedIn(START).next()).isEqualTo(START);
    }

    @Test
    void doublesThePausesOfUselessLogins() {
        assertThat(pauses(UnaryOperator.identity(), 8)).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void waitsAtMostTenSecondsForUsefulLogins() {
        assertThat(pauses(LoginPace::accepted, 8)).containsExactly(0L, 1L, 2L, 4L, 8L, 10L, 10L, 10L);
    }

    @Test
    void startsAgainAfterAMinute() {
        LoginPace quick = LoginPace.NONE.loggedIn(START).loggedIn(START).loggedIn(START);
        Instant later = START.plusSeconds(60);
        assertThat(quick.next()).isEqualTo(START.plusSeconds(2));
        assertThat(quick.loggedIn(later).next()).isEqualTo(later);
    }

    @Test
    void pausesAfterTheFirstFailure() {
        assertThat(LoginPace.NONE.failed(START).next()).isEqualTo(START.plusSeconds(1));
        assertThat(LoginPace.NONE.failed(START).failed(START).next()).isEqualTo(START.plusSeconds(2));
    }

    @Test
    void staysWithinItsCap() {
        LoginPace pace = LoginPace.NONE;
        for (int i = 0; i < 10_000; i++) {
            pace = pace.failed(START);
        }
        assertThat(pace.next()).isEqualTo(START.plusSeconds(30));
    }

    @Test
    void rechecksTokensByAcceptedCalls() {
        LoginPace two = LoginPace.NONE.loggedIn(START).loggedIn(START);
        assertThat(two.suggestsOtherCredentials()).isTrue();
        assertThat(two.isHopeless()).isFalse();
        assertThat(two.loggedIn(START).isHopeless()).isTrue();
        assertThat(two.accepted().loggedIn(START).suggestsOtherCredentials()).isFalse();
    }

    private static List<Long> pauses(UnaryOperator<LoginPace> use, int logins) {
        List<Long> pauses = new ArrayList<>();
        LoginPace pace = LoginPace.NONE;
        Instant now = START;
        for (int i = 0; i < logins; i++) {
            pace = use.apply(pace.loggedIn(now));
            pauses.add(Duration.between(now, pace.next()).toSeconds());
            now = pace.next();
        }
        return pauses;
    }
}
