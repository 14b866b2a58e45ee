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
 */
record Tokens(AccessToken access, Optional<String> refresh, Instant renewal) {
    /** A token that runs out sooner could do so on its way. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /**
     * An access token that was asked for at {@code asked}; even of a short life it uses half, or each call would sign
     * in.
     */
    static Tokens of(AccessToken access, Optional<String> refresh, Instant asked, Duration life) {
        Duration half = life.dividedBy(2);
        return new Tokens(access, refresh, asked.plus(life).minus(half.compareTo(MARGIN) < 0 ? half : MARGIN));
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
