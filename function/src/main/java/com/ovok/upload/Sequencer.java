package com.ovok.upload;

import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Orders the versions of one object: a hexadecimal number of any length; the greater one is the later version.
 *
 * <p>A version whose event has no sequencer is ordered by the time at which S3 stored it. It sorts before every version
 * that has a sequencer.
 *
 * @param number in upper case without leading zeros; empty if the version has no order
 * @param sortable sorts as text in the order of the versions
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public record Sequencer(String number, String sortable) {
    /** Adds a leading 1, so that each length is written with four digits. */
    private static final int LENGTHS = 10_000;

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,1024}");

    /** Sorts before all others. */
    public static final Sequencer NONE = new Sequencer("", "0");

    private static final String BY_TIME = "M";
    private static final String BY_NUMBER = "S";

    /** Parses the sequencer of an event; {@link #NONE} if it is not a hexadecimal number. */
    public static Sequencer parse(@Nullable String text) {
        if (text == null || !HEXADECIMAL.matcher(text.strip()).matches()) {
            return NONE;
        }
        return of(BY_NUMBER, text.strip());
    }

    /** Creates a sequencer from the time at which S3 stored the version. */
    public static Sequencer at(Instant lastModified) {
        return of(BY_TIME, Long.toHexString(Math.max(0, lastModified.getEpochSecond())));
    }

    private static Sequencer of(String rank, String digits) {
        String number = digits.toUpperCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
        String length = Integer.toString(LENGTHS + number.length()).substring(1);
        return new Sequencer(number, rank + length + number);
    }

    public boolean isKnown() {
        return !number.isEmpty();
    }

    /** Returns whether this version is earlier than, or equal to, the one with this {@link #sortable} text. */
    public boolean isAtMost(String other) {
        return sortable.compareTo(other) <= 0;
    }

    /** Returns whether this version is earlier than the one with this {@link #sortable} text. */
    public boolean isBefore(String other) {
        return sortable.compareTo(other) < 0;
    }
}
