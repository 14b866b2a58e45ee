package com.ovok.upload.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * What the signed policy of a presigned POST allows. Conditions of other kinds are S3's to judge.
 *
 * @param expiration when S3 stops accepting the form; {@link Instant#MAX} when the policy does not say
 * @param minLength of the file, in bytes
 * @param maxLength of the file, in bytes
 * @param required the form fields that it requires, in lower case
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">POST policy</a>
 */
public record PostPolicy(Instant expiration, long minLength, long maxLength, Set<String> required) {
    /** The most that one POST can carry: 5 GiB. */
    static final long MAX_POST = 5L << 30;

    private static final JsonMapper JSON = new JsonMapper();

    /** A policy that requires no field. */
    PostPolicy(Instant expiration, long minLength, long maxLength) {
        this(expiration, minLength, maxLength, Set.of());
    }

    /** Whether the form will no longer be accepted after {@code margin}. */
    boolean expiresWithin(Duration margin, InstantSource clock) {
        return expiration.isBefore(clock.instant().plus(margin));
    }

    /** Returns how long S3 still accepts the form; empty if no longer, or if the policy does not say. */
    Optional<Duration> validFor(InstantSource clock) {
        return Optional.of(expiration)
                .filter(end -> !end.equals(Instant.MAX))
                .map(end -> Duration.between(clock.instant(), end))
                .filter(Duration::isPositive);
    }

    boolean allows(long length) {
        return minLength <= length && length <= maxLength;
    }

    /**
     * Reads the {@code Policy} field.
     *
     * @throws IllegalArgumentException when it is no base64 of a policy document
     */
    static PostPolicy parse(String base64) {
        try {
            JsonNode policy = JSON.readTree(Base64.getDecoder().decode(base64));
            return range(expiration(policy.path("expiration")), policy.path("conditions"));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("no policy document", e);
        }
    }

    private static Instant expiration(JsonNode node) {
        return node.isTextual() ? Instant.parse(node.textValue()) : Instant.MAX;
    }

    private static PostPolicy range(Instant expiration, JsonNode conditions) {
        long min = 0;
        long max = MAX_POST;
        for (JsonNode condition : conditions) {
            if (condition.path(0).asText().equals("content-length-range")) {
                min = Math.max(min, condition.path(1).asLong(min));
                max = Math.min(max, condition.path(2).asLong(max));
            }
        }
        return new PostPolicy(expiration, min, max, PolicyFields.required(conditions));
    }
}
