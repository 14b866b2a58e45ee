package com.ovok.upload.source;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recognizes auxiliary objects, which programs store beside the files, by the last segment of their keys. */
public final class SkippedFiles {
    /**
     * The folder markers of Hadoop and EMR, then the files that macOS, Microsoft Office, LibreOffice and Windows write
     * into the folders they open.
     */
    public static final SkippedFiles STANDARD = new SkippedFiles(
            List.of("*_$folder$", "._*", ".DS_Store", "~$*", ".~lock.*#", "Thumbs.db", "ehthumbs.db", "desktop.ini"));

    public static final SkippedFiles NONE = new SkippedFiles(List.of());

    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;

    private final List<String> names;
    private final Pattern pattern;
    private final Optional<String> prefix;

    /** @param names without a slash; {@code *} matches any text and {@code ?} one character */
    SkippedFiles(List<String> names) {
        this(names, Optional.empty());
    }

    private SkippedFiles(List<String> names, Optional<String> prefix) {
        this.names = List.copyOf(names);
        this.prefix = prefix;
        this.pattern =
                Pattern.compile(names.stream().map(SkippedFiles::expression).collect(Collectors.joining("|")), FLAGS);
    }

    /**
     * Parses names separated by commas, or {@code none}.
     *
     * @throws IllegalArgumentException if a name is empty, has a slash, or would skip every file
     */
    public static SkippedFiles parse(String text) {
        if (text.equals("none")) {
            return NONE;
        }
        return new SkippedFiles(Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(SkippedFiles::checked)
                .toList());
    }

    private static String checked(String name) {
        if (name.isEmpty() || name.contains("/") || name.matches("[*?]+")) {
            throw new IllegalArgumentException("not a list of file names such as .DS_Store, ._*");
        }
        return name;
    }

    private static String expression(String name) {
        return name.codePoints()
                .mapToObj(Character::toString)
                .map(character -> switch (character) {
                    case "*" -> ".*";
                    case "?" -> ".";
                    default -> Pattern.quote(character);
                })
                .collect(Collectors.joining());
    }

    /** Also skips the objects below a prefix, to which this function moves completed ones. */
    public SkippedFiles andBelow(Optional<String> movedPrefix) {
        return new SkippedFiles(names, movedPrefix);
    }

    /** Returns why an object with this key is skipped; empty if it is not. */
    Optional<String> reason(String key) {
        if (key.endsWith("/")) {
            return Optional.of("a folder");
        }
        if (prefix.filter(key::startsWith).isPresent()) {
            return Optional.of("below the prefix of AFTER_COMPLETION");
        }
        String name = key.substring(key.lastIndexOf('/') + 1);
        return !names.isEmpty() && pattern.matcher(name).matches()
                ? Optional.of("a name of SKIPPED_FILE_NAMES")
                : Optional.empty();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SkippedFiles skipped && names.equals(skipped.names) && prefix.equals(skipped.prefix);
    }

    @Override
    public int hashCode() {
        return Objects.hash(names, prefix);
    }

    @Override
    public String toString() {
        return "SkippedFiles" + names;
    }
}
