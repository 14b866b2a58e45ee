package com.ovok.upload.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "9, 9",
        "' 120 ', 120",
        "0000000000000000005, 5",
        "99999999, 99999999",
        "2147483647, 2147483647",
        "2147483648, 2147483647",
        "99999999999999999999999999, 2147483647"
    })
    void readsSecondsOfAnyLength(String value, long seconds) {
        assertThat(of(value)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fri, 27 Nov 2026 12:01:30 GMT",
                "fri, 27 nov 2026 12:01:30 gmt",
                "Mon, 27 Nov 2026 12:01:30 GMT",
                "Friday, 27-Nov-26 12:01:30 GMT",
                "Fri, 27-Nov-26 12:01:30 GMT",
                "Fri Nov 27 12:01:30 2026"
            })
    void readsThreeDateFormats(String value) {
        assertThat(of(value)).contains(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Tue, 1 Dec 2026 12:00:00 GMT    | 345600
        Tue, 01 Dec 2026 12:00:00 GMT   | 345600
        Tue Dec  1 12:00:00 2026        | 345600
        Sat, 28 Feb 2032 00:00:00 GMT   | 165758400
        Fri, 31 Dec 9999 23:59:59 GMT   | 2147483647
        """)
    void readsOneDigitDaysAndFarYears(String value, long seconds) {
        assertThat(of(value)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fri, 27 Nov 2026 12:00:00 GMT",
                "Fri, 27 Nov 2026 11:59:59 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Saturday, 01-Jan-77 00:00:00 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void returnsZeroForPastDates(String value) {
        assertThat(of(value)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1.5",
                "1e9",
                "9 s",
                "9, 10",
                "0x10",
                "٣",
                "soon",
                "2026-11-27T12:01:30Z",
                "Fri, 27 Nov 2026 12:01:30",
                "Fri, 27 Nov 2026 12:01:30 CET",
                "Fri, 31 Feb 2027 12:01:30 GMT",
                "Fri, 27 Nov 2026 24:00:00 GMT",
                "Fri, 27 Nov 2026 12:61:30 GMT",
                "Fri, 27 Nov 26 12:01:30 GMT",
                "Fr, 27 Nov 2026 12:01:30 GMT",
                "Fri, 27 Foo 2026 12:01:30 GMT"
            })
    void ignoresMalformedValues(String value) {
        assertThat(of(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Fri, 27 Nov 2026 09:00:00 GMT   | 10890
        Friday, 27-Nov-26 09:00:00 GMT  | 10890
        Fri Nov 27 09:00:00 2026        | 10890
        Sat, 28 Nov 2026 09:00:00 GMT   | 0
        not a date                      | 90
        """)
    void comparesDatesWithServerClock(String date, long seconds) {
        Map<String, String> headers = Map.of("Retry-After", "Fri, 27 Nov 2026 12:01:30 GMT", "Date", date);

        assertThat(RetryAfter.of(name -> Optional.ofNullable(headers.get(name)), CLOCK))
                .contains(Duration.ofSeconds(seconds));
    }

    @Test
    void isEmptyWithoutHeader() {
        assertThat(RetryAfter.of(name -> Optional.empty(), CLOCK)).isEmpty();
    }

    private static Optional<Duration> of(String value) {
        return RetryAfter.of(name -> name.equals("Retry-After") ? Optional.of(value) : Optional.<String>empty(), CLOCK);
    }
}
