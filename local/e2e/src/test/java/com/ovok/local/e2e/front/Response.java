package com.ovok.local.e2e.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.ovok.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A response of the API, validated by {@code docs/upload-api.yaml}. */
record Response(int status, Map<String, String> headers, JsonNode body) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Contract CONTRACT = contract();
    private static final String SCHEMAS = "#/components/schemas/";

    /** Validates the response by its description, if the operation is described. */
    static Response to(Call call, int status, Map<String, String> headers, String body) throws IOException {
        Response response = new Response(status, headers, JSON.readTree(body));
        if (status == 405 || response.problem().equals("not-found")) {
            response.keeps("Problem");
        } else {
            response.keeps(CONTRACT.document().at(call.operation() + "/responses/" + status));
        }
        if (!response.problem().isEmpty()) {
            assertThat(response.body().path("status").asInt()).isEqualTo(status);
        }
        return response;
    }

    /** Returns the heading of docs/troubleshooting.md that a problem links to. */
    String problem() {
        String type = body.path("type").asText();
        return type.substring(type.indexOf('#') + 1);
    }

    private void keeps(JsonNode reference) {
        JsonNode response = resolved(reference);
        String schema = response.path("content")
                .path(String.valueOf(headers.get("Content-Type")))
                .at("/schema/$ref")
                .asText();
        assertThat(schema).as("the schema of %s", this).startsWith(SCHEMAS);
        keeps(schema.substring(SCHEMAS.length()));
        response.path("headers").properties().forEach(header -> keeps(header.getKey(), resolved(header.getValue())));
    }

    private void keeps(String schema) {
        assertThat(CONTRACT.violations(schema, body)).as("%s", this).isEmpty();
    }

    private void keeps(String header, JsonNode described) {
        if (described.path("required").asBoolean()) {
            assertThat(headers).containsKey(header);
        }
        if (described.at("/schema").has("pattern") && headers.containsKey(header)) {
            assertThat(headers.get(header))
                    .matches(described.at("/schema/pattern").asText());
        }
    }

    private static JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? CONTRACT.document().at(node.path("$ref").asText().substring(1))
                : node;
    }

    private static Contract contract() {
        Path file = Path.of(System.getProperty("root.directory"), "docs", "upload-api.yaml");
        try (InputStream yaml = Files.newInputStream(file)) {
            return Contract.read("https://github.com/ovok/ovok-upload/docs/upload-api.yaml", yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
