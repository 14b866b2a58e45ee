package com.ovok.upload.ovok;

import com.ovok.upload.FileInfo;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes secrets and patient data from a server's text: the token, signed URLs, keys, and the file's name.
 *
 * @param file the file whose name the text can quote; empty if the call named none
 * @param token the token of the call
 */
record Redaction(Optional<FileInfo> file, AccessToken token) {
    /** In code points. */
    private static final int MAX_LENGTH = 500;
    /** Shorter words occur in most sentences. */
    private static final int MIN_WORD = 3;

    private static final Pattern URL = Pattern.compile("\\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://\\S+");
    /** Signatures, policies, object keys and parts of tokens. They contain a digit, unlike the names of fields. */
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/=_%-]{20,}+");

    /** Returns the text without what must not be logged. */
    String of(String words) {
        String named = file.map(known -> words.replace(known.fileName(), "(file name)"))
                .orElse(words)
                .replace(token.value(), "(token)");
        String quoted = KEY.matcher(URL.matcher(named).replaceAll("(URL)"))
                .replaceAll(this::key)
                .replaceAll("[\\p{Cc}\\p{Cf}]", " ");
        return file.filter(known -> names(known, quoted)).isPresent()
                ? "the reason names the file and is omitted"
                : cut(quoted);
    }

    private String key(MatchResult match) {
        String run = match.group();
        boolean mediaType =
                file.filter(known -> known.mediaType().contains(run)).isPresent();
        return mediaType || run.chars().noneMatch(Character::isDigit) ? Matcher.quoteReplacement(run) : "(key)";
    }

    /**
     * Finds names that are cut, escaped or in another case: each word of the name counts unless the media type contains
     * it.
     */
    private static boolean names(FileInfo file, String words) {
        String lower = folded(words);
        String name = folded(file.fileName());
        String type = folded(file.mediaType());
        return Stream.of(name.split("[^a-z0-9]+"), name.split("[^\\p{L}\\p{N}]+"))
                .flatMap(Stream::of)
                .filter(word -> word.length() >= MIN_WORD && !type.contains(word))
                .anyMatch(lower::contains);
    }

    /** Unifies case and composition, because an accent can be a separate character or part of its letter. */
    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static String cut(String words) {
        return words.codePoints()
                .limit(MAX_LENGTH)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
