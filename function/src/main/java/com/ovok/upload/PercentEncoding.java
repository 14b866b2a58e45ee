package com.ovok.upload;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Encodes and decodes UTF-8 percent-encoding without loss. */
public final class PercentEncoding {
    private static final Pattern ENCODED = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

    private PercentEncoding() {}

    /**
     * Encodes everything but the unreserved characters of RFC 3986: letters, digits, hyphen, period, underscore and
     * tilde.
     */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /**
     * Decodes a text; empty if a percent sign is not followed by two hexadecimal digits, or the bytes are not UTF-8.
     */
    public static Optional<String> decode(String text) {
        StringBuilder decoded = new StringBuilder();
        Matcher encoded = ENCODED.matcher(text);
        int end = 0;
        try {
            while (encoded.find()) {
                decoded.append(text, end, encoded.start()).append(utf8(encoded.group()));
                end = encoded.end();
            }
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
        String rest = ENCODED.matcher(text).replaceAll("");
        return rest.indexOf('%') < 0
                ? Optional.of(decoded.append(text, end, text.length()).toString())
                : Optional.empty();
    }

    private static String utf8(String encoded) throws CharacterCodingException {
        byte[] bytes = HexFormat.of().parseHex(encoded.replace("%", ""));
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
