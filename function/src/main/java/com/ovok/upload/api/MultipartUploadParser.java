package com.ovok.upload.api;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.fileupload2.core.MultipartInput;

/**
 * Parses a form with one file in its part {@code file}. Works in memory, because gateways accept at most 6 MB.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class MultipartUploadParser {
    private static final int MAX_PARTS = 20;
    private static final int MAX_PART_HEADERS = 4 * 1024;

    private final ApiRequest request;
    private final Map<String, String> parameters;
    private final Map<String, FormPart> parts = new HashMap<>();

    private MultipartUploadParser(ApiRequest request) {
        this.request = request;
        this.parameters = HeaderParameters.of(request.header("content-type").orElse(""));
    }

    static UploadRequest read(ApiRequest request) {
        try {
            MultipartUploadParser form = new MultipartUploadParser(request);
            form.readParts();
            return form.upload();
        } catch (CharacterCodingException e) {
            throw malformed("a name is not UTF-8; send UTF-8, or declare the charset in the field _charset_");
        } catch (IOException | IllegalArgumentException e) {
            // The parser's message is dropped, because it quotes the form.
            throw malformed("it is incomplete or not multipart/form-data");
        }
    }

    private void readParts() throws IOException {
        String boundary = parameters.get("boundary");
        if (boundary == null) {
            throw malformed("its Content-Type has no boundary");
        }
        MultipartInput input = MultipartInput.builder()
                .setInputStream(new ByteArrayInputStream(request.bytes()))
                .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                .setPartHeaderSizeMax(MAX_PART_HEADERS)
                .get();
        input.setHeaderCharset(StandardCharsets.ISO_8859_1);
        boolean more = input.skipPreamble();
        for (int count = 1; more; count++) {
            if (count > MAX_PARTS) {
                throw malformed("it has more than " + MAX_PARTS + " parts");
            }
            take(FormPart.of(input.readHeaders(), input.newInputStream().readAllBytes()));
            more = input.readBoundary();
        }
    }

    private void take(FormPart part) {
        if (parts.put(part.name(), part) != null && part.name().equals("file")) {
            throw malformed("it has more than one part \"file\"");
        }
    }

    private UploadRequest upload() throws CharacterCodingException {
        FormPart part = parts.get("file");
        if (part == null) {
            throw malformed("the part \"file\" is missing");
        }
        Charset charset = charset();
        String given = field("fileName", charset);
        String fileName = StrictText.undamaged(given.isBlank() ? part.fileName(charset) : given);
        boolean isPublic = parts.containsKey("isPublic") && ApiRequest.flag(field("isPublic", charset));
        FileInfo file = FileInfo.of(fileName, part.header("content-type"), isPublic);
        request.requireIntact(file, part.content());
        return UploadRequest.of(file, part.decoded());
    }

    /**
     * Returns the charset of the parts that declare none.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7578#section-4.6">The field _charset_</a>
     */
    private Charset charset() throws CharacterCodingException {
        String field = field("_charset_", StandardCharsets.US_ASCII);
        return field.isBlank()
                ? charset(parameters.getOrDefault("charset", StandardCharsets.UTF_8.name()))
                : charset(field.strip());
    }

    static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw malformed("its charset is not supported");
        }
    }

    private String field(String name, Charset charset) throws CharacterCodingException {
        FormPart part = parts.get(name);
        return part == null ? "" : part.text(charset);
    }

    static UploadException malformed(String how) {
        return new UploadException.Rejected(Problem.BAD_REQUEST, "Invalid form: " + how + ".");
    }
}
