package com.ovok.upload.post;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names of form fields in a policy and in S3's errors about it. Shows only names that S3 defines, and never a
 * value.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html">POST policy</a>
 */
final class PolicyFields {
    /** Fields that need no condition, or whose value S3 takes from elsewhere. */
    private static final Set<String> EXEMPT =
            Set.of("bucket", "key", "file", "policy", "awsaccesskeyid", "signature", "x-amz-signature");

    private static final Map<String, String> KNOWN = Stream.of(
                    "acl",
                    "bucket",
                    "Cache-Control",
                    "Content-Disposition",
                    "Content-Encoding",
                    "Content-Type",
                    "Expires",
                    "file",
                    "key",
                    "policy",
                    "redirect",
                    "success_action_redirect",
                    "success_action_status",
                    "tagging")
            .collect(Collectors.toMap(
                    name -> name,
                    Function.identity(),
                    (a, b) -> a,
                    () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));

    private static final Pattern OF_S3 = Pattern.compile("x-amz-[a-z0-9-]{1,50}");

    private static final List<Pattern> ERRORS = Stream.of(
                    "condition failed: [\\[{] *(?:\"?[a-z-]+\"? *, *)?\"?\\$?([a-z0-9_-]{1,64})",
                    "missing condition: \\$?([a-z0-9_-]{1,64})",
                    "extra input fields: ([a-z0-9_, -]{1,500})",
                    "field named '([a-z0-9_-]{1,64})'")
            .map(error -> Pattern.compile(error, Pattern.CASE_INSENSITIVE))
            .toList();

    private PolicyFields() {}

    /** Returns the fields that the form must have by the conditions of known kinds, in lower case. */
    static Set<String> required(JsonNode conditions) {
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode condition : conditions) {
            name(condition)
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .filter(name -> !EXEMPT.contains(name) && shown(name).isPresent())
                    .ifPresent(names::add);
        }
        return names;
    }

    /** Skips empty values, because not every server requires the field then; S3 decides. */
    private static Optional<String> name(JsonNode condition) {
        if (condition.isObject() && condition.size() == 1) {
            String name = condition.fieldNames().next();
            return hasText(condition.get(name)) ? Optional.of(name) : Optional.empty();
        }
        String operator = condition.path(0).asText().toLowerCase(Locale.ROOT);
        String field = condition.path(1).asText();
        boolean isKnown = condition.size() == 3 && Set.of("eq", "starts-with").contains(operator);
        return isKnown && field.startsWith("$") && hasText(condition.path(2))
                ? Optional.of(field.substring(1))
                : Optional.empty();
    }

    private static boolean hasText(JsonNode value) {
        return value.isTextual() && !value.textValue().isEmpty();
    }

    /** Returns the name as S3 spells it; empty if S3 does not define it. Names of user metadata are abbreviated. */
    static Optional<String> shown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("x-amz-meta-")) {
            return Optional.of("x-amz-meta-*");
        }
        return OF_S3.matcher(lower).matches() ? Optional.of(lower) : Optional.ofNullable(KNOWN.get(name));
    }

    /** Returns the fields in S3's error as the end of a sentence; empty if it names no known field. */
    static String explained(String error) {
        String names = ERRORS.stream()
                .map(pattern -> pattern.matcher(error))
                .filter(Matcher::find)
                .flatMap(found -> Stream.of(found.group(1).split("[, ]+", -1)))
                .flatMap(name -> shown(name).stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " because of the form field " + names;
    }
}
