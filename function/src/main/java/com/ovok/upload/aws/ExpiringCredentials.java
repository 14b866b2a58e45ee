package com.ovok.upload.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * Credentials that were fetched.
 *
 * @param refreshAt when to fetch the next ones
 */
record ExpiringCredentials(AwsCredentials credentials, Instant refreshAt, Instant expires) {
    private static final Duration REFRESH_BEFORE = Duration.ofMinutes(5);
    /** The pause between two fetches while credentials are valid. */
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** How long credentials without an expiration are kept. */
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

    /**
     * Reads a response of the container address.
     *
     * @throws IllegalArgumentException if a key is missing
     * @throws java.time.DateTimeException if the expiration is not a time
     */
    static ExpiringCredentials parse(JsonNode json, Instant now) {
        AwsCredentials credentials = new AwsCredentials(
                json.path("AccessKeyId").asText(""),
                json.path("SecretAccessKey").asText(""),
                json.path("Token").textValue());
        String expiration = json.path("Expiration").textValue();
        Instant expires = expiration == null ? now.plus(DEFAULT_LIFE) : Instant.parse(expiration);
        Instant wanted = expires.minus(REFRESH_BEFORE);
        Instant soonest = now.plus(PAUSE);
        return new ExpiringCredentials(credentials, wanted.isBefore(soonest) ? soonest : wanted, expires);
    }

    /** Returns the same credentials, to be refreshed after a pause. */
    ExpiringCredentials postponed(Instant now) {
        return new ExpiringCredentials(credentials, now.plus(PAUSE), expires);
    }

    boolean isFresh(Instant now) {
        return now.isBefore(refreshAt) && isValid(now);
    }

    boolean isValid(Instant now) {
        return now.isBefore(expires);
    }
}
