package com.ovok.upload.api;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The function and the template's gateway respond to a preflight in the same way. */
class CorsTemplateTest {
    private final JsonNode gateway = requireNonNull(
                    SamTemplate.read().all("AWS::Serverless::HttpApi").get("HttpApi"))
            .at("/DefinitionBody/x-amazon-apigateway-cors")
            .path(1);

    @Test
    void allowsTheSameRequests() {
        assertThat(texts("allowHeaders")).containsExactlyInAnyOrderElementsOf(list(Cors.REQUEST_HEADERS));
        assertThat(texts("allowMethods")).containsExactlyInAnyOrderElementsOf(list(Cors.METHODS));
        assertThat(gateway.path("maxAge").asText()).isEqualTo(Cors.MAX_AGE);
    }

    @Test
    void exposesTheSameHeaders() {
        assertThat(texts("exposeHeaders")).containsExactlyInAnyOrderElementsOf(list(Cors.RESPONSE_HEADERS));
    }

    @Test
    void allowsASignedRequest() {
        assertThat(list(Cors.REQUEST_HEADERS))
                .contains("authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256");
    }

    private List<String> texts(String field) {
        return gateway.path(field)
                .valueStream()
                .map(text -> text.asText().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<String> list(String headers) {
        return Stream.of(headers.toLowerCase(Locale.ROOT).split(", ")).toList();
    }
}
