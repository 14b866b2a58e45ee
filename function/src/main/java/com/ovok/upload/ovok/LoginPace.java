package com.ovok.upload.ovok;

import java.time.Duration;
import java.time.Instant;

/**
 * Spaces the logins of a process. The first login after a rejected token follows at once. Each further login within a
 * minute of the previous one waits twice as long. The wait is at most {@link #USEFUL_CAP} while OVOK accepts the
 * tokens, otherwise at most {@link #USELESS_CAP}.
 *
 * @param last the time of the last login
 * @param quick the number of consecutive logins within a minute of the previous one
 * @param useless the number of consecutive logins whose token no call succeeded with
 */
record LoginPace(Instant last, int quick, int useless) {
    static final LoginPace NONE = new LoginPace(Instant.MIN, 0, 0);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration USEFUL_CAP = Duration.ofSeconds(10);
    /** Less than {@link #WINDOW}; otherwise the pauses would restart with the shortest. */
    private static final Duration USELESS_CAP = Duration.ofSeconds(30);

    private static final Duration WINDOW = Duration.ofMinutes(1);
    /** A larger shift would overflow. */
    private static final int MAX_DOUBLINGS = 20;

    /** Returns the earliest time of the next login. */
    Instant next() {
        return quick == 0 ? last : last.plus(pause());
    }

    private Duration pause() {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(quick - 1, MAX_DOUBLINGS));
        Duration cap = useless == 0 ? USEFUL_CAP : USELESS_CAP;
        return doubled.compareTo(cap) < 0 ? doubled : cap;
    }

    /** Records a login that returned a token. The token counts as useless until a call succeeds with it. */
    LoginPace loggedIn(Instant now) {
        return new LoginPace(now, follows(now) ? quick + 1 : 0, useless + 1);
    }

    /** Records a login that failed; even the first failure delays the next login. */
    LoginPace failed(Instant now) {
        return new LoginPace(now, follows(now) ? quick + 1 : 1, Math.max(useless, 1));
    }

    private boolean follows(Instant now) {
        return now.isBefore(last.plus(WINDOW));
    }

    /** Records a successful call with the token of the last login, or with one that a refresh returned. */
    LoginPace accepted() {
        return useless == 0 ? this : new LoginPace(last, quick, 0);
    }

    /** Returns whether the credentials may have been rotated: two consecutive tokens were useless. */
    boolean suggestsOtherCredentials() {
        return useless >= 2;
    }

    /** Returns whether another token is unlikely to help: three consecutive tokens were useless. */
    boolean isHopeless() {
        return useless >= 3;
    }
}
