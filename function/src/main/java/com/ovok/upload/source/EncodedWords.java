package com.ovok.upload.source;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the encoded words in which mail and S3 write text outside ASCII.
 *
 * <p>Adjacent words of one charset are joined before decoding, because some programs cut words inside a character. A
 * word that cannot be decoded without loss is kept unchanged.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2047">RFC 2047</a>
 */
final class EncodedWords {
    /** A charset with an optional language after an asterisk (RFC 2231), an encoding and a text. */
    private static final Pattern WORD = Pattern.compile("=\\?([^?*\\s]+)(?:\\*[^?\\s]*)?\\?([bBqQ])\\?([^?]*)\\?=");

    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{2}");

    private final String value;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private String charset = "";
    private int pendingFrom;
    private int pendingTo;

    private EncodedWords(String value) {
        this.value = value;
    }

    static boolean areIn(String value) {
        return WORD.matcher(value).find();
    }

    static String decode(String value) {
        return new EncodedWords(value).decode();
    }

    private String decode() {
        Matcher word = WORD.matcher(value);
        int end = 0;
        while (word.find()) {
            String between = value.substring(end, word.start());
            boolean adjacent = pending.size() > 0 && between.isBlank();
            if (!adjacent || !charset.equalsIgnoreCase(word.group(1))) {
                flush();
                text.append(adjacent ? "" : between);
            }
            append(word);
            end = word.end();
        }
        flush();
        return text.append(value, end, value.length()).toString();
    }

    private void append(Matcher word) {
        Optional<byte[]> bytes = bytes(word.group(2), word.group(3));
        if (bytes.isEmpty()) {
            flush();
            text.append(word.group());
            return;
        }
        if (pending.size() == 0) {
            pendingFrom = word.start();
            charset = word.group(1);
        }
        pending.writeBytes(bytes.get());
        pendingTo = word.end();
    }

    /** Decodes the pending words together. */
    private void flush() {
        if (pending.size() > 0) {
            text.append(decoded(pending.toByteArray()).orElse(value.substring(pendingFrom, pendingTo)));
            pending.reset();
        }
    }

    private Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(Charset.forName(charset)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> bytes(String encoding, String text) {
        try {
            return encoding.equalsIgnoreCase("b")
                    ? Optional.of(Base64.getDecoder().decode(text.replaceAll("\\s", "")))
                    : quotedPrintable(text);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> quotedPrintable(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            if (next == '=') {
                if (!HEX.matcher(text).region(i + 1, text.length()).lookingAt()) {
                    return Optional.empty();
                }
                bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else if (next > 0x7e) {
                return Optional.empty();
            } else {
                bytes.write(next == '_' ? ' ' : next);
            }
        }
        return Optional.of(bytes.toByteArray());
    }
}
