package com.ovok.upload.ovok;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the logins of a process apart. The first login in place of a refused token follows at once. Each further one
 * within a minute of the one before waits twice as long, at most {@link #USEFUL_CAP} while calls pass with the tokens,
 * and at most {@link #USELESS_CAP} otherwise.
 *
 * @param last when the last login was
 * @param quick how many logins in a row came within a minute of the one before
 * @param useless how many logins in a row gave no token that a call passed with
 */
record LoginPace(Instant last, int quick, int useless) {
    static final LoginPace NONE = new LoginPace(Instant.MIN, 0, 0);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration USEFUL_CAP = Duration.ofSeconds(10);
    /** Below {@link #WINDOW}, or the pauses would start again with the shortest. */
    private static final Duration USELESS_CAP = Duration.ofSeconds(30);

    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** A shift by more would overflow. */
    private static final int MAX_DOUBLINGS = 20;

    /** Returns from when on another login may be made. */
    Instant next() {
        return quick == 0 ? last : last.plus(pause());
    }

    private Duration pause() {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(quick - 1, MAX_DOUBLINGS));
        Duration cap = useless == 0 ? USEFUL_CAP : USELESS_CAP;
        return doubled.compareTo(cap) < 0 ? doubled : cap;
    }

    /** A login gave a token, which counts as useless until a call passes with it. */
    LoginPace loggedIn(Instant now) {
        return new LoginPace(now, follows(now) ? quick + 1 : 0, useless + 1);
    }

    /** A login gave no token; even the first one of these makes the next one wait. */
    LoginPace failed(Instant now) {
        return new LoginPace(now, follows(now) ? quick + 1 : 1, Math.max(useless, 1));
    }

    private boolean follows(Instant now) {
        return now.isBefore(last.plus(WINDOW));
    }

    /** A call passed with the last login's token, or with one that a refresh gave. */
    LoginPace accepted() {
        return useless == 0 ? this : new LoginPace(last, quick, 0);
    }

    /** Whether other credentials may help: two tokens in a row were of no use. */
    boolean suggestsOtherCredentials() {
        return useless >= 2;
    }

    /** Whether more tokens are unlikely to help: three in a row were of no use. */
    boolean isHopeless() {
        return useless >= 3;
    }
}
