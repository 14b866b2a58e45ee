package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import com.ovok.local.ovok.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The OpenAPI description of the function's own API. */
class UploadApiTest {
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Contract CONTRACT = contract();
    private static final JsonNode DOCUMENT = CONTRACT.document();

    @Test
    void matchesOpenApiMetaSchema() {
        assertThat(OpenApi.violations(DOCUMENT)).isEmpty();
    }

    @Test
    void matchesSchemasInExamples() {
        List<JsonNode> bodies = DOCUMENT.findValues("content").stream()
                .flatMap(JsonNode::valueStream)
                .filter(body -> body.has("schema"))
                .toList();
        assertThat(bodies).isNotEmpty().allSatisfy(body -> {
            assertThat(body.path("examples")).isNotEmpty();
            body.path("examples")
                    .forEach(example -> assertThat(schemas(body))
                            .as("%s", example)
                            .anyMatch(schema -> CONTRACT.violations(schema, example.path("value"))
                                    .isEmpty()));
        });
    }

    @Test
    void describesRoutesOfTemplate() {
        List<String> described = DOCUMENT.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();
        assertThat(SamTemplate.read().events("HttpApi"))
                .extracting(route ->
                        route.path("Method").asText() + " " + route.path("Path").asText())
                .containsExactlyInAnyOrderElementsOf(described);
    }

    private static Stream<String> schemas(JsonNode body) {
        return body.path("schema").findValuesAsText("$ref").stream().map(name -> name.substring(SCHEMAS.length()));
    }

    private static Contract contract() {
        Path file = SamTemplate.ROOT.resolve("docs").resolve("upload-api.yaml");
        try (InputStream yaml = Files.newInputStream(file)) {
            return Contract.read("https://github.com/ovok/ovok-upload/docs/upload-api.yaml", yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
