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
 * @param padded the form that earlier releases stored: the event's digits, padded with zeros on the right
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html">Event
 *     message structure</a>
 */
public record Sequencer(String number, String sortable, String padded) {
    private static final int PADDED_LENGTH = 64;
    /** Adds a leading 1, so that each length is written with four digits. */
    private static final int LENGTHS = 10_000;

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]{1,1024}");
    private static final String ZEROS = "0".repeat(PADDED_LENGTH);

    /** Sorts before all others. */
    public static final Sequencer NONE = new Sequencer("", ZEROS, ZEROS);

    /** Sorts after everything that earlier releases stored and before every {@link #sortable} form. */
    public static final String FIRST = "G";

    private static final String BY_TIME = "M";
    private static final String BY_NUMBER = "S";

    /** Parses the sequencer of an event; {@link #NONE} if it is not a hexadecimal number. */
    public static Sequencer parse(@Nullable String text) {
        if (text == null || !HEXADECIMAL.matcher(text.strip()).matches()) {
            return NONE;
        }
        String digits = text.strip().toUpperCase(Locale.ROOT);
        String padded = digits + "0".repeat(Math.max(0, PADDED_LENGTH - digits.length()));
        return of(BY_NUMBER, digits, padded);
    }

    /** Creates a sequencer from the time at which S3 stored the version. */
    public static Sequencer at(Instant lastModified) {
        return of(BY_TIME, Long.toHexString(Math.max(0, lastModified.getEpochSecond())), ZEROS);
    }

    private static Sequencer of(String rank, String digits, String padded) {
        String number = digits.toUpperCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
        String length = Integer.toString(LENGTHS + number.length()).substring(1);
        return new Sequencer(number, rank + length + number, padded);
    }

    public boolean isKnown() {
        return !number.isEmpty();
    }

    /**
     * Returns whether this version is the stored one or an earlier one.
     *
     * @param other as this release or an earlier one stored it
     */
    public boolean isAtMost(String other) {
        return (other.compareTo(FIRST) < 0 ? padded : sortable).compareTo(other) <= 0;
    }
}
