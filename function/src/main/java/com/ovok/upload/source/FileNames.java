package com.ovok.upload.source;

import com.ovok.upload.PercentEncoding;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes file names in headers, in the encodings that programs use. Loses no character: a name that cannot be decoded
 * is kept unchanged.
 */
final class FileNames {
    /** Windows' extension of Latin-1, with characters in place of most control characters. */
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private FileNames() {}

    /**
     * Decodes RFC 2047 or UTF-8 percent-encoding, then UTF-8 that a program read as Latin-1.
     *
     * <p>The latter includes headers in plain UTF-8, whose bytes arrive as one character each.
     */
    static String decode(String value) {
        String name = asUtf8(value);
        name = EncodedWords.areIn(name)
                ? EncodedWords.decode(name)
                : PercentEncoding.decode(name).orElse(name);
        return asUtf8(name);
    }

    /**
     * Decodes characters that are the bytes of UTF-8 text; returns other characters unchanged. A Latin-1 name is valid
     * UTF-8 only if UTF-8's continuation bytes follow each accented letter, which no language does.
     */
    private static String asUtf8(String characters) {
        return latin1(characters).flatMap(FileNames::utf8).orElse(characters);
    }

    /** Returns a byte for each character; empty if a character is missing in Latin-1 and in Windows' form of it. */
    private static Optional<byte[]> latin1(String characters) {
        byte[] bytes = new byte[characters.length()];
        for (int i = 0; i < bytes.length; i++) {
            char next = characters.charAt(i);
            int value = next <= 0xff ? next : windows(next);
            if (value < 0) {
                return Optional.empty();
            }
            bytes[i] = (byte) value;
        }
        return Optional.of(bytes);
    }

    private static int windows(char character) {
        try {
            return WINDOWS.newEncoder()
                            .encode(CharBuffer.wrap(new char[] {character}))
                            .get()
                    & 0xff;
        } catch (CharacterCodingException e) {
            return -1;
        }
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
