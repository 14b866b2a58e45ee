package com.ovok.upload.api;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.fileupload2.core.ParameterParser;

/** One part of a form. Its headers hold one character for each byte. */
final class FormPart {
    /** A header that continues on the next line, as mail allows. */
    private static final Pattern FOLD = Pattern.compile("\r?\n[ \t]+");
    /** Encoded words of RFC 2047. Some programs send them, although forms do not define them. */
    private static final Pattern ENCODED_WORDS = Pattern.compile("=\\?[^\"]*\\?=");

    private final Map<String, String> headers;
    private final byte[] content;

    private FormPart(Map<String, String> headers, byte[] content) {
        this.headers = headers;
        this.content = content;
    }

    /**
     * Creates a part; the content is not copied.
     *
     * @param headers unparsed, one character for each byte
     */
    static FormPart of(String headers, byte[] content) {
        Map<String, String> byName = new HashMap<>();
        FOLD.matcher(headers).replaceAll(" ").lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                byName.putIfAbsent(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        });
        return new FormPart(byName, content);
    }

    String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /** Returns the content as it was sent. */
    byte[] content() {
        return content;
    }

    String name() {
        return disposition().getOrDefault("name", "");
    }

    /**
     * Returns the content without its transfer encoding.
     *
     * @throws UploadException.Rejected if the content is compressed or is itself multipart
     */
    byte[] decoded() {
        boolean isEnvelope = header("content-type").toLowerCase(Locale.ROOT).startsWith("multipart/");
        if (isEnvelope || !ContentCoding.of(header("content-encoding")).isEmpty()) {
            throw new UploadException.Rejected(
                    Problem.UNSUPPORTED_MEDIA_TYPE,
                    "A part of the form is compressed or multipart. Send one file without encoding.");
        }
        return TransferEncoding.undo(header("content-transfer-encoding"), content);
    }

    /** Returns the content of a field, in the part's own charset if it has one, otherwise in {@code charset}. */
    String text(Charset charset) throws CharacterCodingException {
        String own = HeaderParameters.of(header("content-type")).get("charset");
        return StrictText.decode(decoded(), own == null ? charset : MultipartUploadParser.charset(own));
    }

    /**
     * Returns the file's name; empty if there is none.
     *
     * @throws CharacterCodingException if the name is not text in this charset
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6266#section-4.3">The parameter filename</a>
     */
    String fileName(Charset charset) throws CharacterCodingException {
        Map<String, String> disposition = disposition();
        Optional<String> extended =
                Optional.ofNullable(disposition.get("filename*")).flatMap(ExtendedValue::decode);
        if (extended.isPresent()) {
            return extended.get();
        }
        byte[] plain = disposition.getOrDefault("filename", "").getBytes(StandardCharsets.ISO_8859_1);
        // Browsers escape a quotation mark as %22.
        return decodedWords(StrictText.decode(plain, charset).replace("%22", "\""));
    }

    private Map<String, String> disposition() {
        return HeaderParameters.of(header("content-disposition"));
    }

    private static String decodedWords(String name) {
        return ENCODED_WORDS.matcher(name).find() && name.indexOf('"') < 0
                ? new ParameterParser().parse("x=\"" + name + "\"", ';').getOrDefault("x", name)
                : name;
    }
}
