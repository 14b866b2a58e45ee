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
 * The conditions of a presigned POST's policy that are checked locally. S3 checks the others.
 *
 * @param expiration when the form expires; {@link Instant#MAX} if the policy has no expiration
 * @param minLength of the file, in bytes
 * @param maxLength of the file, in bytes
 * @param required the required form fields, in lower case
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">POST policy</a>
 */
public record PostPolicy(Instant expiration, long minLength, long maxLength, Set<String> required) {
    /** In bytes: the limit of one POST, 5 GiB. */
    static final long MAX_POST = 5L << 30;

    private static final JsonMapper JSON = new JsonMapper();

    /** Creates a policy that requires no field. */
    PostPolicy(Instant expiration, long minLength, long maxLength) {
        this(expiration, minLength, maxLength, Set.of());
    }

    /** Returns whether the form expires within {@code margin}. */
    boolean expiresWithin(Duration margin, InstantSource clock) {
        return expiration.isBefore(clock.instant().plus(margin));
    }

    /** Returns how long S3 still accepts the form; empty if it has expired, or has no expiration. */
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
     * Parses the {@code Policy} field.
     *
     * @throws IllegalArgumentException if it is not the base64 of a policy document
     */
    static PostPolicy parse(String base64) {
        try {
            JsonNode policy = JSON.readTree(Base64.getDecoder().decode(base64));
            return range(expiration(policy.path("expiration")), policy.path("conditions"));
        } catch (IOException | DateTimeException e) {
            throw new IllegalArgumentException("not a policy document", e);
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
