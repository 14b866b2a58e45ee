package com.ovok.upload.ovok;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a sign-in gave.
 *
 * @param refresh buys the next access token
 * @param renewal from when on another access token is needed
 * @param expiry when OVOK takes the access token no longer
 */
record Tokens(AccessToken access, Optional<String> refresh, Instant renewal, Instant expiry) {
    /** A token that runs out sooner could do so on its way. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /**
     * An access token that was asked for at {@code asked}; even of a short life it uses half, or each call would sign
     * in.
     */
    static Tokens of(AccessToken access, Optional<String> refresh, Instant asked, Duration life) {
        Duration half = life.dividedBy(2);
        Instant expiry = asked.plus(life);
        return new Tokens(access, refresh, expiry.minus(half.compareTo(MARGIN) < 0 ? half : MARGIN), expiry);
    }

    /** Returns the same access token, to be renewed later, by a login. */
    Tokens until(Instant later) {
        return new Tokens(access, Optional.empty(), later.isBefore(expiry) ? later : expiry, expiry);
    }

    boolean isValid(InstantSource clock) {
        return clock.instant().isBefore(expiry);
    }

    boolean isGood(InstantSource clock) {
        return clock.instant().isBefore(renewal);
    }

    /** Leaves the tokens out. */
    @Override
    public String toString() {
        return "Tokens[renewal=" + renewal + "]";
    }
}
