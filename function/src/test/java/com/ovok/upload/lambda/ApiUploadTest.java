package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Samples;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that create documents, alike through each gateway. */
class ApiUploadTest {
    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp().documentAwaited().fileTaken();
    }

    @ParameterizedTest
    @EnumSource
    void createsDocumentOfSample(Gateway gateway) {
        ObjectNode event = gateway.event();
        JsonNode response = gateway.response(running.app, event);

        assertThat(response.path("statusCode").asInt()).isEqualTo(201);
        assertThat(response.at("/headers/Content-Type").asText()).isEqualTo("application/json");
        assertThat(Gateway.body(response)).isEqualTo(entry());
        assertThat(running.ovok.request().text())
                .isEqualTo("{\"fileName\":\"cat.png\",\"contentType\":\"image/png\",\"isPublic\":\"false\"}");
        assertThat(running.storage.request().body())
                .contains("filename=\"cat.png\"\r\nContent-Type: image/png\r\n\r\n" + picture(event) + "\r\n--");
        assertQuiet(running.log.text());
    }

    /** Returns OVOK's response without the spent upload options and null fields. */
    private static JsonNode entry() {
        try {
            ObjectNode entry = (ObjectNode) new JsonMapper().readTree(Samples.entry(URI.create("http://x")));
            entry.remove("uploadOptions");
            entry.remove("publicToken");
            return entry;
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String picture(JsonNode event) {
        return new String(Base64.getDecoder().decode(event.path("body").asText()), ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void sendsTextBodyAsUtf8(Gateway gateway) {
        ObjectNode event = gateway.eventWithBody("{\"grüße\": \"東京\"}\r\n", false);
        created(gateway, gateway.with(event, "Content-Type", "application/fhir+json"));

        assertThat(running.storage.request().text()).contains("\r\n\r\n{\"grüße\": \"東京\"}\r\n\r\n--");
    }

    @ParameterizedTest
    @EnumSource
    void keepsTextThatLooksLikeBase64(Gateway gateway) {
        created(gateway, gateway.eventWithBody("bWVvdw==", false));

        assertThat(running.storage.request().text()).contains("\r\n\r\nbWVvdw==\r\n--");
    }

    @ParameterizedTest
    @EnumSource
    void acceptsEmptyFile(Gateway gateway) {
        created(gateway, gateway.eventWithBody(null, false));
        running.documentAwaited().fileTaken();
        created(gateway, gateway.eventWithBody("", true));

        assertThat(running.storage.requests())
                .hasSize(2)
                .allSatisfy(form -> assertThat(form.text())
                        .containsPattern("Content-Type: image/png\r\n\r\n\r\n--ovok-[0-9a-f-]+--\r\n$"));
    }

    @ParameterizedTest
    @EnumSource
    void createsPublicDocumentOnRequest(Gateway gateway) {
        ObjectNode event = gateway.event();
        event.putObject("queryStringParameters").put("isPublic", "true").put("other", "x");
        created(gateway, event);

        assertThat(running.ovok.request().text()).endsWith("\"isPublic\":\"true\"}");
    }

    @ParameterizedTest
    @EnumSource
    void createsPrivateDocumentByDefault(Gateway gateway) {
        ObjectNode event = gateway.event();
        event.putNull("queryStringParameters");
        created(gateway, event);
        running.documentAwaited().fileTaken();
        event.putObject("queryStringParameters").putNull("isPublic");
        created(gateway, event);

        assertThat(running.ovok.requests())
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.text()).endsWith("\"isPublic\":\"false\"}"));
    }

    @ParameterizedTest
    @EnumSource
    void keepsTypeOfRequest(Gateway gateway) {
        created(gateway, gateway.eventWithContentType("text/plain; charset=utf-8"));

        assertThat(running.ovok.request().text()).contains("\"contentType\":\"text/plain; charset=utf-8\"");
    }

    @ParameterizedTest
    @EnumSource
    void guessesTypeFromExtension(Gateway gateway) {
        created(gateway, gateway.eventWithContentType(null));
        running.documentAwaited().fileTaken();
        ObjectNode bare = gateway.event();
        bare.putNull("headers");
        created(gateway, bare);

        assertThat(running.ovok.requests())
                .hasSize(2)
                .allSatisfy(asked -> assertThat(asked.text()).contains("\"contentType\":\"image/png\""));
    }

    @ParameterizedTest
    @MethodSource
    void keepsNames(Gateway gateway, String encoded, String name) throws IOException {
        created(gateway, gateway.eventTo("/documents/" + encoded));

        assertThat(new JsonMapper()
                        .readTree(running.ovok.request().bytes())
                        .path("fileName")
                        .asText())
                .isEqualTo(name);
        assertThat(running.storage.request().text()).contains("filename=\"" + name.replace("\"", "%22") + "\"\r\n");
    }

    static Stream<Arguments> keepsNames() {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> Stream.of(
                        Arguments.of(gateway, "two%20words.png", "two words.png"),
                        Arguments.of(gateway, "a+b.png", "a+b.png"),
                        Arguments.of(gateway, "a%2Bb.png", "a+b.png"),
                        Arguments.of(gateway, "100%25.png", "100%.png"),
                        Arguments.of(gateway, "100%2525.png", "100%25.png"),
                        Arguments.of(gateway, "M%C3%BCller%20%E6%9D%B1%E4%BA%AC.png", "Müller 東京.png"),
                        Arguments.of(gateway, "say%22hi%22.png", "say\"hi\".png"),
                        Arguments.of(gateway, "%23%3F%26%3D.png", "#?&=.png"),
                        Arguments.of(gateway, "..%2F..%2Fetc%2Fpasswd", "passwd"),
                        Arguments.of(gateway, "..%5C..%5Ccat.png", "cat.png")));
    }

    @Test
    void ignoresStageOfHttpApi() {
        ObjectNode event = Gateway.HTTP_API.eventTo("/prod/documents/cat.png");
        ((ObjectNode) event.get("requestContext")).put("stage", "prod");

        created(Gateway.HTTP_API, event);
    }

    @Test
    void logsRequestByInvocationId() {
        Context context = RunningApp.context();
        Gateway.HTTP_API.response(running.app, Gateway.HTTP_API.event(), context);

        assertThat(running.log.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.path("source").asText()).isEqualTo(context.getAwsRequestId()));
    }

    private void created(Gateway gateway, JsonNode event) {
        assertThat(gateway.response(running.app, event).path("statusCode").asInt())
                .isEqualTo(201);
    }
}
