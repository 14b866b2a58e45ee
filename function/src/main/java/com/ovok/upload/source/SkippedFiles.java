package com.ovok.upload.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Recognizes objects that programs leave beside the files, by the last segment of their keys.
 *
 * @param patterns names without a slash, in which {@code *} stands for any text and {@code ?} for one character
 */
public record SkippedFiles(List<String> patterns) {
    /**
     * Folder markers of Hadoop and EMR, then what macOS, Microsoft Office, LibreOffice and Windows write into every
     * folder that they open.
     */
    public static final SkippedFiles STANDARD = new SkippedFiles(
            List.of("*_$folder$", "._*", ".DS_Store", "~$*", ".~lock.*#", "Thumbs.db", "ehthumbs.db", "desktop.ini"));

    private static final String NONE = "none";
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL;

    public SkippedFiles {
        patterns = List.copyOf(patterns);
    }

    /**
     * Reads patterns separated by commas, or {@code none}.
     *
     * @throws IllegalArgumentException if a pattern is empty, has a slash, or would skip every file
     */
    public static SkippedFiles parse(String text) {
        if (text.equals(NONE)) {
            return new SkippedFiles(List.of());
        }
        return new SkippedFiles(Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(SkippedFiles::checked)
                .toList());
    }

    private static String checked(String pattern) {
        if (pattern.isEmpty() || pattern.contains("/") || pattern.matches("[*?]+")) {
            throw new IllegalArgumentException("not a list of file names such as .DS_Store, ._*");
        }
        return pattern;
    }

    /** Returns why no document is made of an object with this key; empty if one is. */
    Optional<String> reason(String key) {
        if (key.endsWith("/")) {
            return Optional.of("a folder");
        }
        String name = key.substring(key.lastIndexOf('/') + 1);
        return patterns.stream().anyMatch(pattern -> matches(pattern, name))
                ? Optional.of("a name of SKIPPED_FILE_NAMES")
                : Optional.empty();
    }

    private static boolean matches(String pattern, String name) {
        String expression = pattern.codePoints()
                .mapToObj(Character::toString)
                .map(character -> switch (character) {
                    case "*" -> ".*";
                    case "?" -> ".";
                    default -> Pattern.quote(character);
                })
                .collect(Collectors.joining());
        return Pattern.compile(expression, FLAGS).matcher(name).matches();
    }
}
