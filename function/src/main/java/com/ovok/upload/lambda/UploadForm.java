package com.ovok.upload.lambda;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form with one file in its part {@code file}, within memory: gateways carry no more than 6 MB.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>
 */
final class UploadForm {
    private static final int MAX_PARTS = 20;
    private static final int MAX_PART_HEADERS = 4 * 1024;

    private final Map<String, String> headers = new HashMap<>();
    private final Map<String, byte[]> contents = new HashMap<>();

    private UploadForm() {}

    static Upload read(ApiRequest request) {
        UploadForm form = new UploadForm();
        try {
            form.readParts(parts(request));
        } catch (IOException | IllegalArgumentException e) {
            // The parser's message quotes the form.
            throw malformed("it breaks off, or breaks the rules of multipart/form-data");
        }
        return form.upload();
    }

    private static MultipartInput parts(ApiRequest request) throws IOException {
        String boundary = parameters(request.header("content-type").orElse("")).get("boundary");
        if (boundary == null) {
            throw malformed("its Content-Type names no boundary");
        }
        MultipartInput parts = MultipartInput.builder()
                .setInputStream(new ByteArrayInputStream(request.bytes()))
                .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                .setPartHeaderSizeMax(MAX_PART_HEADERS)
                .get();
        parts.setHeaderCharset(StandardCharsets.UTF_8);
        return parts;
    }

    private void readParts(MultipartInput parts) throws IOException {
        boolean more = parts.skipPreamble();
        for (int count = 1; more; count++) {
            if (count > MAX_PARTS) {
                throw malformed("it has more than " + MAX_PARTS + " parts");
            }
            String headers = parts.readHeaders();
            take(headers, parts.newInputStream().readAllBytes());
            more = parts.readBoundary();
        }
    }

    private void take(String partHeaders, byte[] content) {
        String name = disposition(partHeaders).getOrDefault("name", "");
        headers.put(name, partHeaders);
        if (contents.put(name, content) != null && name.equals("file")) {
            throw malformed("it has more than one part file");
        }
    }

    private Upload upload() {
        byte[] file = contents.get("file");
        if (file == null) {
            throw malformed("it has no part file");
        }
        String about = headers.getOrDefault("file", "");
        String given = field("fileName");
        String fileName = given.isBlank() ? unescaped(disposition(about).get("filename")) : given;
        boolean isPublic = contents.containsKey("isPublic") && ApiRequest.flag(field("isPublic"));
        return Upload.of(FileInfo.of(fileName, header(about, "content-type"), isPublic), file);
    }

    private String field(String name) {
        return new String(contents.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }

    private static Map<String, String> disposition(String partHeaders) {
        return parameters(header(partHeaders, "content-disposition"));
    }

    private static String header(String headers, String lowerCaseName) {
        return headers.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(lowerCaseName + ":"))
                .findFirst()
                .map(line -> line.substring(lowerCaseName.length() + 1).strip())
                .orElse("");
    }

    private static Map<String, String> parameters(String header) {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        Map<String, String> parameters = parser.parse(header, ';');
        // One without a value is one that is not there.
        parameters.values().removeIf(Objects::isNull);
        return parameters;
    }

    /** Browsers escape a quotation mark in one way, older programs in the other. */
    private static String unescaped(@Nullable String name) {
        return name == null ? "" : name.replace("%22", "\"").replace("\\\"", "\"");
    }

    private static UploadException malformed(String how) {
        return new UploadException.Rejected(Problem.BAD_REQUEST, "The form is no upload: " + how + ".");
    }
}
