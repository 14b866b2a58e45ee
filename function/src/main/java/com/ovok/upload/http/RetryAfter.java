package com.ovok.upload.http;

import static java.time.temporal.ChronoField.YEAR;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the header {@code Retry-After}: seconds of any number, or a date in one of HTTP's three formats.
 *
 * <p>HttpClient's own {@code DateUtils} reads neither asctime dates nor most RFC 850 dates of the past.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110, Retry-After</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats">RFC 9110, Date/Time Formats</a>
 */
public final class RetryAfter {
    /** The longest delay that any HTTP client can read; the same bound as RFC 9111's delta-seconds. */
    static final Duration MAX = Duration.ofSeconds(Integer.MAX_VALUE);

    private static final Pattern WEEKDAY = Pattern.compile("^[A-Za-z]{3,9},? ");
    /** RFC 9110 reads a two-digit year that seems more than 50 years ahead as one in the past. */
    private static final int YEARS_AHEAD = 50;

    private static final DateTimeFormatter IMF_FIXDATE = format("d MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = format("MMM ppd HH:mm:ss uuuu");

    private RetryAfter() {}

    /**
     * Returns how long the server asks the client to wait; empty if it does not say so in a valid way.
     *
     * @param header returns a header of the response by its name
     * @param clock tells the time if the response has no valid {@code Date}
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
        return date(value, clock)
                .map(at -> Duration.between(now(header, clock), at))
                .map(delay -> delay.isNegative() ? Duration.ZERO : delay)
                .map(delay -> delay.compareTo(MAX) > 0 ? MAX : delay);
    }

    /** The server's own clock made the date, so its {@code Date} is what the date is compared with. */
    private static Instant now(Function<String, Optional<String>> header, InstantSource clock) {
        return header.apply("Date").flatMap(value -> date(value, clock)).orElseGet(clock::instant);
    }

    /** Returns the date in one of HTTP's formats, whatever weekday it claims to be; empty if it is not one. */
    static Optional<Instant> date(String value, InstantSource clock) {
        String withoutWeekday = WEEKDAY.matcher(value.strip()).replaceFirst("");
        return Stream.of(IMF_FIXDATE, rfc850(clock), ASCTIME)
                .flatMap(format -> parsed(withoutWeekday, format).stream())
                .findFirst();
    }

    private static Optional<Instant> parsed(String value, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDateTime.parse(value, format).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            // Another format's date, or garbage.
            return Optional.empty();
        }
    }

    private static DateTimeFormatter rfc850(InstantSource clock) {
        int thisYear = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).getYear();
        return format(builder -> builder.appendPattern("dd-MMM-")
                .appendValueReduced(YEAR, 2, 2, thisYear + YEARS_AHEAD - 99)
                .appendPattern(" HH:mm:ss 'GMT'"));
    }

    private static DateTimeFormatter format(String pattern) {
        return format(builder -> builder.appendPattern(pattern));
    }

    private static DateTimeFormatter format(UnaryOperator<DateTimeFormatterBuilder> pattern) {
        return pattern.apply(new DateTimeFormatterBuilder().parseCaseInsensitive())
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
    }
}
