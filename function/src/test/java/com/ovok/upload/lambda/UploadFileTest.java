package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that are not the file itself: compressed, chunked, multipart, or a part of the file. */
class UploadFileTest {
    private static final String FORM =
            "--x1\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nmeow\r\n--x1--\r\n";

    @AutoClose
    private ApiTester api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiTester();
    }

    /** Every gateway with a file, a form and JSON. */
    static Stream<Arguments> requests() {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> Stream.of(
                                gateway.event(),
                                gateway.post("multipart/form-data; boundary=x1", FORM.getBytes(UTF_8)),
                                gateway.post("application/json", "{\"content\":\"\"}".getBytes(UTF_8)))
                        .map(event -> Arguments.of(gateway, event)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void rejectsEncodedBody(Gateway gateway, ObjectNode event) throws IOException {
        byte[] gzip = gzipped(event.path("body").binaryValue());
        event.put("body", gzip);
        for (String coding : List.of(
                "gzip",
                "GZip",
                "x-gzip",
                "br",
                "zstd",
                "compress",
                "marker",
                "aws-chunked",
                "aws-chunked,gzip",
                "identity, gzip",
                "gzip, identity",
                ",gzip,")) {
            JsonNode refusal = api.refusal(gateway, gateway.with(event, "Content-Encoding", coding), 415);
            assertThat(refusal.at("/headers/Accept-Encoding").asText()).isEqualTo("identity");
            assertThat(Gateway.body(refusal).path("detail").asText()).contains("without Content-Encoding");
        }
        gateway.with(event, "Content-Encoding", "deflate").put("body", deflated("meow".getBytes(UTF_8)));
        api.refused(gateway, event, 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @EnumSource
    void acceptsUnencodedBody(Gateway gateway) throws IOException {
        for (String coding : List.of("", "identity", "Identity", " identity , identity", ",")) {
            api.created(gateway, gateway.with(gateway.event(), "Content-Encoding", coding));
        }
    }

    /** AWS's own clients sometimes omit Content-Encoding. */
    @ParameterizedTest
    @EnumSource
    void rejectsSignedChunks(Gateway gateway) {
        ObjectNode event = gateway.with(gateway.event(), "X-Amz-Content-Sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        assertThat(api.refused(gateway, event, 415, "unsupported-media-type")).contains("aws-chunked");
    }

    /** A REST API decodes gzip and deflate, and keeps the header and the compressed length. */
    @ParameterizedTest
    @EnumSource
    void acceptsBodyDecompressedByRestApi(Gateway gateway) throws IOException {
        for (String coding : List.of("gzip", "x-gzip", "deflate", "identity,gzip")) {
            ObjectNode event = gateway.with(gateway.event(), "Content-Encoding", coding);
            gateway.with(event, "Content-Length", "99");
            if (gateway == Gateway.REST_API) {
                assertThat(api.created(gateway, event).content()).hasSize(266);
            } else {
                api.refused(gateway, event, 415, "unsupported-media-type");
            }
        }
        ObjectNode text = gateway.with(gateway.eventWithBody("m\u00eaow", false), "Content-Encoding", "gzip");
        if (gateway == Gateway.REST_API) {
            assertThat(api.refused(gateway, text, 400, "bad-request")).contains("binaryMediaTypes");
            gateway.with(text, "Content-Type", "text/plain");
            assertThat(api.created(gateway, text).content()).isEqualTo("m\u00c3\u00aaow");
        }
    }

    /** Of a repeated header, a REST API keeps one value in {@code headers}. */
    @ParameterizedTest
    @EnumSource
    void findsCodingInRepeatedHeader(Gateway gateway) {
        ObjectNode event = gateway.with(gateway.event(), "Content-Encoding", "identity");
        event.putObject("multiValueHeaders")
                .putArray("content-encoding")
                .add("br")
                .add("identity");

        api.refused(gateway, event, 415, "unsupported-media-type");
    }

    @ParameterizedTest
    @EnumSource
    void rejectsFormInPlaceOfFile(Gateway gateway) {
        for (String type : List.of(
                "multipart/form-data; boundary=x1",
                "Multipart/Form-Data",
                "multipart/mixed; boundary=x1",
                "multipart/related; type=\"application/dicom\"",
                "application/pdf",
                "application/octet-stream",
                "application/x-www-form-urlencoded")) {
            for (String body : List.of(
                    FORM,
                    FORM.replace("Content-D", "Content-Type: application/pdf\r\ncontent-d"),
                    FORM.replace("\r\n", "\n"))) {
                ObjectNode event = gateway.eventWithContentType(type);
                ((ObjectNode) event.get("headers")).remove("content-length");
                event.put("body", Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
                assertThat(api.refused(gateway, event, 415, "unsupported-media-type"))
                        .contains("POST /documents");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsFileThatLooksLikeForm(Gateway gateway) throws IOException {
        for (String body : List.of(
                "--", "--x1\r\n", "--x1\r\nContent-Disposition: attachment\r\n\r\n", "a=b&c=d", FORM.substring(1))) {
            ObjectNode event = gateway.eventWithContentType("application/x-www-form-urlencoded");
            ((ObjectNode) event.get("headers")).remove("content-length");
            event.put("body", Base64.getEncoder().encodeToString(body.getBytes(UTF_8)));
            assertThat(api.created(gateway, event).content()).isEqualTo(body);
        }
        ObjectNode mail = gateway.eventWithContentType("message/rfc822");
        assertThat(api.created(gateway, mail).contentType()).isEqualTo("message/rfc822");
    }

    @ParameterizedTest
    @EnumSource
    void rejectsPartOfFile(Gateway gateway) {
        assertThat(api.refused(
                        gateway, gateway.with(gateway.event(), "Content-Range", "bytes 0-265/999"), 400, "bad-request"))
                .contains("Content-Range");
    }

    private static byte[] gzipped(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflated(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream deflate = new DeflaterOutputStream(bytes)) {
            deflate.write(content);
        }
        return bytes.toByteArray();
    }
}
