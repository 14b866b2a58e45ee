package com.ovok.local.checks;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words that comments and documents do not use: each has a plainer one, or hides who does something. */
final class Prose {
    private static final List<String> BANNED_WORDS = List.of(
            "nobody",
            "somebody",
            "whoever",
            "whom",
            "answer(?:s|ed|ing)?",
            "carr(?:y|ies|ied|ying)",
            "mend(?:s|ed|ing)?",
            "(?<!there )is no (?!longer)",
            "out of order",
            "at the most",
            "goes on",
            "comes? and goe?s?",
            "without a word",
            "sees? to it",
            "left alone",
            "once more",
            "for ever",
            "a hair");

    /** Comments that consist of this alone say nothing. */
    private static final List<String> BANNED_SENTENCES = List.of("The same\\.", "As above\\.", "Begins\\.");

    private static final Pattern BANNED = Pattern.compile("\\b(?i:" + String.join("|", BANNED_WORDS)
            + ")(?:\\b|(?<=\\s))" + "|(?<!\\w )\\b(?:" + String.join("|", BANNED_SENTENCES) + ")");

    /** Strings come first, so that no comment starts inside of one. */
    private static final Pattern JAVA = Pattern.compile(
            "\"\"\"(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+\"\"\"|\"(?:[^\"\\\\]++|\\\\.)*+\"|'(?:[^'\\\\]|\\\\.)++'"
                    + "|(?<comment>/\\*.*?\\*/|//[^\\n]*)",
            Pattern.DOTALL);

    private static final Pattern JAVA_CODE =
            Pattern.compile("\\{@(?:code|link|linkplain|value)[^}]*}|<pre>.*?</pre>", Pattern.DOTALL);
    private static final Pattern MARKDOWN_CODE =
            Pattern.compile("^```.*?^```|`[^`]*`|]\\([^)]*\\)|<https?:[^>]*>", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern LINE_BREAK = Pattern.compile("\\s*\\n\\s*(?:\\*(?!/)|//|#)?\\s*");

    private Prose() {}

    /** Returns the banned words of a source or document, in order. */
    static List<String> bannedWords(String fileName, String text) {
        return Stream.of(prose(fileName, text))
                .map(part -> LINE_BREAK.matcher(part).replaceAll(" "))
                .flatMap(part -> BANNED.matcher(part).results())
                .map(MatchResult::group)
                .map(String::strip)
                .toList();
    }

    private static String[] prose(String fileName, String text) {
        if (fileName.endsWith(".java")) {
            return JAVA.matcher(text)
                    .results()
                    .map(found -> found.group("comment"))
                    .filter(comment -> comment != null)
                    .map(comment -> JAVA_CODE.matcher(comment).replaceAll(""))
                    .toArray(String[]::new);
        }
        return new String[] {
            fileName.endsWith(".md") ? MARKDOWN_CODE.matcher(text).replaceAll("") : text
        };
    }
}
