package com.ovok.upload.ovok;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a sign-in gave.
 *
 * @param refresh buys the next access token
 * @param expiry of the access token
 */
record Tokens(AccessToken access, Optional<String> refresh, Instant expiry) {
    /** A token that runs out sooner could do so on its way. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    boolean isGood(InstantSource clock) {
        return clock.instant().plus(MARGIN).isBefore(expiry);
    }

    /** Leaves the tokens out. */
    @Override
    public String toString() {
        return "Tokens[expiry=" + expiry + "]";
    }
}
