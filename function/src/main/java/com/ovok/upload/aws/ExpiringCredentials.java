package com.ovok.upload.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * Fetched credentials.
 *
 * @param refreshAt when to fetch the next ones
 */
record ExpiringCredentials(AwsCredentials credentials, Instant refreshAt, Instant expires) {
    private static final Duration REFRESH_BEFORE = Duration.ofMinutes(5);
    /** The minimum time between two fetches while credentials are valid. */
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** How long credentials without an expiration are kept. */
    private static final Duration DEFAULT_LIFE = Duration.ofHours(1);

    /**
     * Parses the response of a container endpoint.
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

    /** Returns the same credentials with a later refresh. */
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
