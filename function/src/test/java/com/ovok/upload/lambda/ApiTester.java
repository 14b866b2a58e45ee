package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.upload.WireServer;
import java.io.IOException;
import java.util.List;

/** Sends events to the handlers of a function with healthy servers, and inspects what arrives there. */
final class ApiTester implements AutoCloseable {
    final RunningApp running;

    ApiTester() throws IOException {
        running = new RunningApp().healthy();
    }

    /**
     * The document that a request created.
     *
     * @param content one character for each byte
     */
    record Document(String fileName, String contentType, String content) {}

    /** Requires that the event creates one document. */
    Document created(Gateway gateway, JsonNode event) throws IOException {
        JsonNode response = gateway.response(running.app, event);
        assertThat(response.path("statusCode").asInt())
                .as("%s", Gateway.body(response))
                .isEqualTo(201);
        JsonNode asked = new JsonMapper().readTree(running.ovok.request().bytes());
        return new Document(
                asked.path("fileName").asText(),
                asked.path("contentType").asText(),
                content(running.storage.request()));
    }

    static String content(WireServer.Request form) {
        String body = new String(form.bytes(), ISO_8859_1);
        int file = body.indexOf("name=\"file\"");
        return body.substring(body.indexOf("\r\n\r\n", file) + 4, body.lastIndexOf("\r\n--"));
    }

    /** Requires that the event is rejected before OVOK is called, and returns the problem's detail. */
    String refused(Gateway gateway, JsonNode event, int status, String problem) {
        JsonNode response = refusal(gateway, event, status);
        assertThat(Gateway.body(response).path("type").asText()).endsWith("#" + problem);
        return Gateway.body(response).path("detail").asText();
    }

    JsonNode refusal(Gateway gateway, JsonNode event, int status) {
        JsonNode response = gateway.response(running.app, event);
        assertThat(response.path("statusCode").asInt())
                .as("%s", Gateway.body(response))
                .isEqualTo(status);
        assertThat(response.at("/headers/Content-Type").asText()).isEqualTo("application/problem+json");
        assertThat(Gateway.body(response).path("detail").asText()).isNotEmpty();
        assertThat(response.toString() + running.log.text()).doesNotContain("marker", "Exception");
        assertQuiet(response.toString() + running.log.text());
        assertThat(running.ovok.requests()).isEqualTo(List.of());
        return response;
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
