package com.ovok.upload.api;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes base64 in its common variants: with line breaks, in the URL alphabet, without padding.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648">RFC 4648</a>
 */
final class Base64Text {
    private static final Pattern FOREIGN = Pattern.compile("[^A-Za-z0-9+/_=\\s-]");

    private Base64Text() {}

    /**
     * Decodes the whole text.
     *
     * @throws IllegalArgumentException if it is not base64; the message states the reason and does not quote the text
     */
    static byte[] decode(String text) {
        Matcher foreign = FOREIGN.matcher(text);
        if (foreign.find()) {
            throw new IllegalArgumentException("character " + (foreign.start() + 1) + " is not in its alphabet");
        }
        String digits = text.replaceAll("\\s+", "");
        boolean isForUrls = digits.indexOf('-') >= 0 || digits.indexOf('_') >= 0;
        if (isForUrls && (digits.indexOf('+') >= 0 || digits.indexOf('/') >= 0)) {
            throw new IllegalArgumentException("it mixes the URL alphabet with the standard one");
        }
        try {
            return (isForUrls ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(digits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("it is incomplete, or its padding is wrong", e);
        }
    }
}
