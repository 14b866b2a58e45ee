package com.ovok.local.s3;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.MultipartInput;
import org.apache.commons.fileupload2.core.ParameterParser;
import org.apache.commons.io.input.ProxyInputStream;
import org.apache.hc.core5.http.ContentType;

/**
 * A form up to its file: the fields before it, then the file as a stream.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTForms.html">HTML forms of S3</a>
 */
final class PostForm {
    static final int MAX_FIELDS = 20 * 1024;
    private final InputStream body;
    private final MultipartInput parts;
    private final String boundary;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private int size;

    private PostForm(InputStream body, String boundary) throws IOException {
        this.body = body;
        this.boundary = boundary;
        this.parts = MultipartInput.builder()
                .setInputStream(byteByByte(body))
                .setBoundary(boundary.getBytes(StandardCharsets.ISO_8859_1))
                .setPartHeaderSizeMax(MAX_FIELDS)
                .get();
        parts.setHeaderCharset(StandardCharsets.UTF_8);
    }

    /** Reads the form up to the first byte of its file. */
    static PostForm open(InputStream body, ContentType type) throws IOException {
        String boundary = Optional.ofNullable(type.getParameter("boundary")).orElseThrow(S3Exception::malformedForm);
        try {
            var form = new PostForm(body, boundary);
            form.readFields();
            return form;
        } catch (FileUploadException e) {
            throw S3Exception.malformedForm();
        }
    }

    /** Returns the fields by lower-case name, as policies match them. */
    Map<String, String> fields() {
        return Collections.unmodifiableMap(fields);
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    String required(String name) {
        return field(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> S3Exception.invalidArgument(
                        name,
                        "",
                        "Bucket POST must contain a field named '" + name
                                + "'.  If it is specified, please check the order of the fields."));
    }

    /** Returns the file, which can be read once; fails at its end if another part follows, which S3 would ignore. */
    InputStream file() {
        var content = new DelimitedInputStream(body, "\r\n--" + boundary);
        return new ProxyInputStream(content) {
            private boolean ended;

            @Override
            protected void afterRead(int bytes) throws IOException {
                if (bytes < 0 && !ended) {
                    ended = true;
                    requireEnd(content.rest());
                }
            }

            @Override
            protected void handleIOException(IOException e) throws IOException {
                if (e instanceof EOFException) {
                    throw S3Exception.malformedForm();
                }
                throw e;
            }
        };
    }

    private static void requireEnd(InputStream rest) throws IOException {
        if (!new String(rest.readNBytes(2), StandardCharsets.ISO_8859_1).equals("--")) {
            throw S3Exception.malformedForm();
        }
        rest.transferTo(OutputStream.nullOutputStream());
    }

    // Prevents the parser from buffering bytes of the file.
    private static InputStream byteByByte(InputStream body) {
        return new FilterInputStream(body) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return super.read(bytes, offset, Math.min(length, 1));
            }
        };
    }

    private void readFields() throws IOException {
        boolean more = parts.skipPreamble();
        while (more) {
            Map<String, String> disposition = disposition(parts.readHeaders());
            String name = disposition.getOrDefault("name", "").toLowerCase(Locale.ROOT);
            if (name.equals("file")) {
                String fileName = disposition.getOrDefault("filename", "");
                fields.computeIfPresent("key", (field, key) -> key.replace("${filename}", fileName));
                return;
            }
            fields.put(name, value());
            more = parts.readBoundary();
        }
        throw S3Exception.invalidArgument("file", "0", "POST requires exactly one file upload per request.");
    }

    private Map<String, String> disposition(String headers) {
        count(headers.length() + boundary.length() + "\r\n--\r\n".length());
        String line = headers.lines()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
                .findFirst()
                .orElseThrow(S3Exception::malformedForm);
        var parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        return parser.parse(line.substring(line.indexOf(':') + 1), ';');
    }

    private String value() throws IOException {
        byte[] value = parts.newInputStream().readNBytes(MAX_FIELDS + 1);
        count(value.length);
        return new String(value, StandardCharsets.UTF_8);
    }

    private void count(int bytes) {
        size += bytes;
        if (size > MAX_FIELDS) {
            throw new S3Exception(
                            400,
                            "MaxPostPreDataLengthExceeded",
                            "Your POST request fields preceding the upload file were too large.")
                    .with("MaxPostPreDataLengthBytes", String.valueOf(MAX_FIELDS));
        }
    }
}
