package com.ovok.upload.api;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value of a parameter whose name ends with an asterisk: charset, language and percent-encoded text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8187#section-3.2">RFC 8187</a>
 */
final class ExtendedValue {
    private static final Pattern FORM = Pattern.compile("([\\w!#$%&+^`{}~-]+)'[\\w-]*'([\\w!#$&+.^`|~%-]+)");

    private ExtendedValue() {}

    /** Decodes the value; empty if it is malformed. */
    static Optional<String> decode(String value) {
        Matcher parts = FORM.matcher(value);
        try {
            return parts.matches()
                    ? Optional.of(StrictText.decode(
                                    StrictText.percentDecoded(parts.group(2)), Charset.forName(parts.group(1))))
                            .filter(text -> text.chars().noneMatch(Character::isISOControl))
                    : Optional.empty();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            // The caller then uses the parameter without the asterisk.
            return Optional.empty();
        }
    }
}
