package com.ovok.upload.http;

import static java.time.temporal.ChronoField.YEAR;

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
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses the dates of HTTP headers: IMF-fixdate, RFC 850 and asctime.
 *
 * <p>HttpClient's own {@code DateUtils} parses neither asctime dates nor most past RFC 850 dates.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats">RFC 9110, Date/Time Formats</a>
 */
public final class HttpDate {
    private static final Pattern WEEKDAY = Pattern.compile("^[A-Za-z]{3,9},? ");
    /** RFC 9110 reads a two-digit year that seems more than 50 years ahead as one in the past. */
    private static final int YEARS_AHEAD = 50;

    private static final DateTimeFormatter IMF_FIXDATE = format("d MMM uuuu HH:mm:ss 'GMT'");
    private static final DateTimeFormatter ASCTIME = format("MMM ppd HH:mm:ss uuuu");

    private HttpDate() {}

    /**
     * Parses a date in one of HTTP's formats and ignores its weekday; empty if it is malformed.
     *
     * @param clock determines the century of a two-digit year
     */
    public static Optional<Instant> parse(String value, InstantSource clock) {
        String withoutWeekday = WEEKDAY.matcher(value.strip()).replaceFirst("");
        return Stream.of(IMF_FIXDATE, rfc850(clock), ASCTIME)
                .flatMap(format -> parsed(withoutWeekday, format).stream())
                .findFirst();
    }

    private static Optional<Instant> parsed(String value, DateTimeFormatter format) {
        try {
            return Optional.of(LocalDateTime.parse(value, format).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            // Another format, or malformed.
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
