package com.ovok.upload.ovok;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The tokens of a sign-in.
 *
 * @param refresh the token that a refresh sends
 * @param renewal when the access token is due for renewal
 * @param expiry when the access token expires
 */
record Tokens(AccessToken access, Optional<String> refresh, Instant renewal, Instant expiry) {
    /** A token that expires sooner could expire in transit. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /**
     * Creates tokens for an access token requested at {@code asked}. A short-lived token is used for half of its life;
     * otherwise each call would sign in.
     */
    static Tokens of(AccessToken access, Optional<String> refresh, Instant asked, Duration life) {
        Duration half = life.dividedBy(2);
        Instant expiry = asked.plus(life);
        return new Tokens(access, refresh, expiry.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN), expiry);
    }

    /** Returns the same access token with a later renewal, by a login. */
    Tokens until(Instant later) {
        return new Tokens(access, Optional.empty(), later.isBefore(expiry) ? later : expiry, expiry);
    }

    boolean isValid(InstantSource clock) {
        return clock.instant().isBefore(expiry);
    }

    boolean isGood(InstantSource clock) {
        return clock.instant().isBefore(renewal);
    }

    /** Omits the tokens. */
    @Override
    public String toString() {
        return "Tokens[renewal=" + renewal + "]";
    }
}
