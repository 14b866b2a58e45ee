package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Binary bodies that a gateway passes as text. */
class TextBodyTest {
    private static final byte[] PDF = "%PDF-1.7\n%âãÏÓ\n".getBytes(ISO_8859_1);
    private static final String LOSSY = new String(PDF, UTF_8);
    private static final String LATIN = new String(PDF, ISO_8859_1);

    @AutoClose
    private ApiTester api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiTester();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsReplacedBytes(Gateway gateway) {
        for (String type : new String[] {"application/pdf", "text/plain", ""}) {
            refused(gateway, text(gateway, type, LOSSY));
            refused(gateway, gateway.with(text(gateway, type, LOSSY), "Content-Length", "" + PDF.length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsOtherLengthThanDeclared(Gateway gateway) {
        for (String type : new String[] {"application/pdf", "text/plain"}) {
            refused(gateway, gateway.with(text(gateway, type, LATIN), "Content-Length", "" + PDF.length));
        }
        ObjectNode repeated = text(gateway, "text/plain", LATIN);
        repeated.putObject("multiValueHeaders").putArray("Content-Length").add("" + PDF.length);
        refused(gateway, repeated);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsOtherTypesWithoutLength(Gateway gateway) {
        for (String type : new String[] {
            "application/pdf",
            "image/png",
            "application/octet-stream",
            "application/dicom",
            "application/octet-stream; charset=utf-8",
            ""
        }) {
            refused(gateway, text(gateway, type, LATIN));
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTextTypesWithoutLength(Gateway gateway) throws IOException {
        for (String type : new String[] {
            "text/plain",
            "TEXT/CSV; charset=utf-8",
            "application/json",
            "application/xml",
            "application/fhir+json",
            "image/svg+xml",
            "application/x-ndjson"
        }) {
            assertThat(api.created(gateway, text(gateway, type, "Grüße, 東京\r\n"))
                            .content())
                    .isEqualTo(new String("Grüße, 東京\r\n".getBytes(UTF_8), ISO_8859_1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsAsciiOfAnyType(Gateway gateway) throws IOException {
        for (String type : new String[] {"application/pdf", "application/octet-stream", ""}) {
            assertThat(api.created(gateway, text(gateway, type, "%PDF-1.7")).content())
                    .isEqualTo("%PDF-1.7");
            assertThat(api.created(gateway, form(gateway, type, "%PDF-1.7")).content())
                    .isEqualTo("%PDF-1.7");
        }
        String base64 = Base64.getEncoder().encodeToString(PDF);
        ObjectNode encoded = form(gateway, "application/pdf\r\nContent-Transfer-Encoding: base64", base64);
        assertThat(api.created(gateway, encoded).content()).isEqualTo(LATIN);
    }

    /** No byte was lost if the length is the declared one and no character was replaced. */
    @ParameterizedTest
    @EnumSource
    void acceptsDeclaredLength(Gateway gateway) throws IOException {
        for (String type : new String[] {"application/pdf", ""}) {
            ObjectNode event = gateway.with(text(gateway, type, "ü"), "Content-Length", "002");
            assertThat(api.created(gateway, event).content()).isEqualTo("Ã¼");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsLoneSurrogates(Gateway gateway) {
        refused(gateway, text(gateway, "text/plain", "a\ud83d"));
        refused(gateway, text(gateway, "text/plain", "\ude00a"));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsFormWithReplacedBytes(Gateway gateway) {
        for (String type : new String[] {"application/pdf", "text/plain"}) {
            refused(gateway, form(gateway, type, LOSSY));
        }
        refused(gateway, form(gateway, "application/pdf", LATIN));
    }

    @ParameterizedTest
    @EnumSource
    void acceptsFormOfText(Gateway gateway) throws IOException {
        assertThat(api.created(gateway, form(gateway, "text/plain", "Grüße")).content())
                .isEqualTo("GrÃ¼Ã\u009fe");
    }

    @ParameterizedTest
    @EnumSource
    void rejectsJsonWithReplacedName(Gateway gateway) {
        ObjectNode event = gateway.post("application/json", new byte[0]);
        event.put("body", "{\"fileName\":\"M\ufffdller.pdf\",\"contentType\":\"a/b\",\"content\":\"\"}");
        refused(gateway, event.put("isBase64Encoded", false));
    }

    @ParameterizedTest
    @MethodSource
    void acceptsBase64FlagAsText(Gateway gateway, String flag, String content) throws IOException {
        ObjectNode event = text(gateway, "text/plain", "bWVvdw==").put("isBase64Encoded", flag);

        assertThat(api.created(gateway, event).content()).isEqualTo(content);
    }

    static Stream<Arguments> acceptsBase64FlagAsText() {
        return Stream.of(Gateway.values())
                .flatMap(gateway ->
                        Stream.of(Arguments.of(gateway, "true", "meow"), Arguments.of(gateway, "false", "bWVvdw==")));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsBodyThatIsNotAString(Gateway gateway) {
        for (Object body : new Object[] {5, true}) {
            ObjectNode event = gateway.event();
            event.set("body", event.pojoNode(body));
            api.refused(gateway, event, 400, "bad-request");
        }
        ObjectNode event = gateway.event();
        event.putObject("body").put("fileName", "marker");
        api.refused(gateway, event, 400, "bad-request");
    }

    private void refused(Gateway gateway, JsonNode event) {
        assertThat(api.refused(gateway, event, 400, "bad-request")).contains("binaryMediaTypes");
    }

    /** Returns an event with a text body of this type, or without a type; only an HTTP API sends a length. */
    private static ObjectNode text(Gateway gateway, String type, String body) {
        ObjectNode event = gateway.eventWithContentType(type.isEmpty() ? null : type);
        gateway.path(event, "/documents/scan.pdf");
        ((ObjectNode) event.get("headers")).remove("content-length");
        return event.put("body", body).put("isBase64Encoded", false);
    }

    private static ObjectNode form(Gateway gateway, String type, String content) {
        String part = "Content-Disposition: form-data; name=\"file\"; filename=\"scan\"\r\nContent-Type: " + type;
        ObjectNode event = gateway.post("multipart/form-data; boundary=x", new byte[0]);
        event.put("body", "--x\r\n" + part + "\r\n\r\n" + content + "\r\n--x--\r\n");
        return event.put("isBase64Encoded", false);
    }
}
