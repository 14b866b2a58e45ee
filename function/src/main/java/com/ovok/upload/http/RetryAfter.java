package com.ovok.upload.http;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * Parses the header {@code Retry-After}: seconds, or a date in one of HTTP's three formats.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, Retry-After</a>
 */
public final class RetryAfter {
    /** The longest supported delay, the same as the limit of RFC 9111's delta-seconds. */
    static final Duration MAX = Duration.ofSeconds(Integer.MAX_VALUE);

    private RetryAfter() {}

    /**
     * Returns how long the server asks the client to wait; empty if the header is missing or malformed.
     *
     * @param header returns a header of the response by its name
     * @param clock used if the response has no valid {@code Date}
     * @return at most {@link #MAX}; zero if the date has passed
     */
    public static Optional<Duration> of(Function<String, Optional<String>> header, InstantSource clock) {
        return header.apply("Retry-After").map(String::strip).flatMap(value -> delay(value, header, clock));
    }

    private static Optional<Duration> delay(
            String value, Function<String, Optional<String>> header, InstantSource clock) {
        if (value.matches("[0-9]+")) {
            BigInteger seconds = new BigInteger(value).min(BigInteger.valueOf(MAX.toSeconds()));
            return Optional.of(Duration.ofSeconds(seconds.longValue()));
        }
        return HttpDate.parse(value, clock)
                .map(at -> Duration.between(now(header, clock), at))
                .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
                .map(delay -> delay.compareTo(MAX) > 0 ? MAX : delay);
    }

    /** Compares with the response's {@code Date}, because the server's clock produced both. */
    private static Instant now(Function<String, Optional<String>> header, InstantSource clock) {
        return header.apply("Date")
                .flatMap(value -> HttpDate.parse(value, clock))
                .orElseGet(clock::instant);
    }
}
