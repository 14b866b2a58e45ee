package com.ovok.upload.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes the transfer encodings of mail, which some programs also use in forms.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2045#section-6">Content-Transfer-Encoding</a>
 */
final class TransferEncoding {
    /** An encoded byte, or a soft line break, which is not part of the content. */
    private static final Pattern ESCAPE = Pattern.compile("=(?:([0-9A-Fa-f]{2})|[ \t]*+\r?\n)?");

    private TransferEncoding() {}

    /**
     * Returns the decoded content.
     *
     * @throws com.ovok.upload.UploadException.Rejected if the encoding is unknown, or the content is not encoded in it
     */
    static byte[] undo(String encoding, byte[] content) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "", "7bit", "8bit", "binary" -> content;
            case "base64" -> base64(new String(content, StandardCharsets.ISO_8859_1));
            case "quoted-printable" -> quotedPrintable(new String(content, StandardCharsets.ISO_8859_1));
            default ->
                throw MultipartUploadParser.malformed(
                        "a part has an unknown Content-Transfer-Encoding; send the parts without encoding");
        };
    }

    private static byte[] base64(String content) {
        try {
            return Base64Text.decode(content);
        } catch (IllegalArgumentException e) {
            throw MultipartUploadParser.malformed(
                    "the Content-Transfer-Encoding of a part is base64, but its content is not: " + e.getMessage());
        }
    }

    private static byte[] quotedPrintable(String content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length());
        int done = 0;
        for (Matcher escape = ESCAPE.matcher(content); escape.find(); done = escape.end()) {
            if (escape.end() - escape.start() == 1) {
                throw MultipartUploadParser.malformed(
                        "the Content-Transfer-Encoding of a part is quoted-printable, but its content is not");
            }
            bytes.writeBytes(content.substring(done, escape.start()).getBytes(StandardCharsets.ISO_8859_1));
            if (escape.group(1) != null) {
                bytes.write(Integer.parseInt(escape.group(1), 16));
            }
        }
        bytes.writeBytes(content.substring(done).getBytes(StandardCharsets.ISO_8859_1));
        return bytes.toByteArray();
    }
}
