package com.ovok.local.ovok;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Issues and checks tokens: access tokens that expire, and refresh tokens that work once. Thread-safe. */
final class Tokens {
    static final Duration LIFETIME = Duration.ofHours(1);

    private final Clock clock;
    private final Map<String, Instant> access = new HashMap<>();
    private final Set<String> refresh = new HashSet<>();

    Tokens(Clock clock, Optional<String> everlasting) {
        this.clock = clock;
        everlasting.ifPresent(token -> access.put(token, Instant.MAX));
    }

    record Pair(String access, String refresh) {
        @Override
        public String toString() {
            return "two tokens";
        }
    }

    synchronized Pair issue() {
        var pair = new Pair("access-" + UUID.randomUUID(), "refresh-" + UUID.randomUUID());
        access.put(pair.access(), clock.instant().plus(LIFETIME));
        refresh.add(pair.refresh());
        return pair;
    }

    synchronized Optional<Pair> redeem(String refreshToken) {
        return refresh.remove(refreshToken) ? Optional.of(issue()) : Optional.empty();
    }

    synchronized boolean isValid(String accessToken) {
        Instant expiry = access.get(accessToken);
        return expiry != null && clock.instant().isBefore(expiry);
    }

    synchronized void revokeAll() {
        access.clear();
        refresh.clear();
    }
}
