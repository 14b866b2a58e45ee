package com.ovok.upload.api;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Decodes text without loss, and rejects text that has lost characters. */
final class StrictText {
    /** The character that lossy decoders put in place of bytes that they cannot decode. */
    private static final char REPLACEMENT = '\ufffd';

    private StrictText() {}

    /**
     * Decodes bytes.
     *
     * @throws CharacterCodingException if they are not text in this charset
     */
    static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    /**
     * Decodes percent-encoding; a plus sign stays a plus sign.
     *
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    static byte[] percentDecoded(String text) {
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return URLDecoder.decode(bytes.replace("+", "%2B"), StandardCharsets.ISO_8859_1)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns whether text has lost characters, or cannot be encoded in UTF-8. */
    static boolean isDamaged(String text) {
        return text.indexOf(REPLACEMENT) >= 0
                || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /**
     * Returns the file name unchanged.
     *
     * @throws UploadException.Rejected if the name has lost characters
     */
    static String undamaged(String fileName) {
        if (isDamaged(fileName)) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST,
                    "The file name has lost characters, because it was not sent in UTF-8. Send it in UTF-8.");
        }
        return fileName;
    }
}
