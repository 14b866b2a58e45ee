package com.ovok.local.checks.contract;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What OVOK documents of the operations that the function uses, written down a second time, so that openapi.yaml cannot
 * change by mistake.
 *
 * @see <a href="https://docs.ovok.com/dev/api">OVOK: API</a>
 */
class ContractFactsTest {
    private final JsonNode document;

    ContractFactsTest() throws IOException {
        document = new YAMLMapper()
                .readTree(Path.of(System.getProperty("root.directory"), "openapi.yaml")
                        .toFile());
    }

    @Test
    void usesSixOperations() {
        assertThat(ContractDrift.operations(document))
                .containsOnlyKeys(
                        "POST /documentdev",
                        "POST /document",
                        "POST /document/{}",
                        "DELETE /document/{}",
                        "POST /v2/auth/login",
                        "POST /auth/refresh-token");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /documentdev, PostFileUploadDto, FileEntryDto, true",
        "POST /document, PostFileUploadDto, FileEntryDto, true",
        "POST /document/{}, ReplaceDocumentFileDto, FileEntryDto, true",
        "DELETE /document/{}, , DocumentDeletedResponseDto, true",
        "POST /v2/auth/login, LoginDto, ResponseRegisterLoginDto, false",
        "POST /auth/refresh-token, RefreshTokenDto, ResponseTokenDto, false",
    })
    void operationsHaveTheirBodiesAndCodes(String name, String request, String response, boolean bearer) {
        JsonNode operation = ContractDrift.operations(document).getOrDefault(name, MissingNode.getInstance());

        assertThat(schema(operation.path("requestBody"))).isEqualTo(request == null ? "" : request);
        assertThat(operation.path("responses").fieldNames())
                .toIterable()
                .containsExactly("200", "400", "401", "404", "422", "500");
        operation
                .path("responses")
                .properties()
                .forEach(status -> assertThat(schema(status.getValue()))
                        .isEqualTo(status.getKey().equals("200") ? response : "ErrorDto"));
        assertThat(operation.has("security")).isEqualTo(!bearer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PostFileUploadDto | fileName=string! contentType=string! isPublic=string",
                "ReplaceDocumentFileDto | fileName=string! contentType=string! isPublic=boolean",
                "FileEntryDto | id=string! meta=object lastUpdated=string author=object fileName=string"
                        + " contentType=string uploadOptions=object publicToken=null,string",
                "FileMetaDto | lastUpdated=string!",
                "FileAuthorDto | reference=string display=string",
                "UploadOptionsDto | url=string! fields=object!",
                "DocumentDeletedResponseDto | message=string!",
                "LoginDto | email=string! password=string! clientId=string!",
                "ResponseRegisterLoginDto | accessToken=string! refreshToken=string expiresIn=integer project=object!"
                        + " profile=object!",
                "RefreshTokenDto | refresh_token=string!",
                "ResponseTokenDto | access_token=string! refresh_token=string expires_in=integer!",
                // NestJS also sends lists of messages.
                "ErrorDto | statusCode=integer! message=array,string! error=string",
            })
    void schemasHaveTheirFields(String name, String fields) {
        Schema schema = schemaOf(name);

        Map<String, String> found = schema.properties().entrySet().stream()
                .collect(toMap(
                        Map.Entry::getKey,
                        field -> String.join(",", field.getValue().types())
                                + (schema.required().contains(field.getKey()) ? "!" : "")));
        assertThat(found.entrySet()).extracting(Object::toString).containsExactlyInAnyOrder(fields.split(" "));
    }

    @Test
    void valuesHaveTheirLimits() {
        assertThat(field("PostFileUploadDto", "isPublic").values()).containsExactlyInAnyOrder("true", "false");
        assertThat(field("PostFileUploadDto", "isPublic").node().path("default").asText())
                .isEqualTo("false");
        assertThat(field("PostFileUploadDto", "fileName").minLength()).isEqualTo(1);
        assertThat(field("LoginDto", "password").minLength()).isEqualTo(1);
        assertThat(field("LoginDto", "password").maxLength()).isEqualTo(128);
        assertThat(field("LoginDto", "clientId").format()).isEqualTo("uuid");
        assertThat(field("ResponseRegisterLoginDto", "expiresIn")
                        .node()
                        .path("default")
                        .asInt())
                .isEqualTo(3600);
        assertThat(field("FileMetaDto", "lastUpdated").format()).isEqualTo("date-time");
        assertThat(field("UploadOptionsDto", "fields").elements().types()).containsExactly("string");
    }

    private Schema field(String schema, String name) {
        return requireNonNull(schemaOf(schema).properties().get(name), name);
    }

    private Schema schemaOf(String name) {
        return new Schema(document, document.at("/components/schemas/" + name));
    }

    /** Returns the name of a body's schema; empty without a body. */
    private String schema(JsonNode owner) {
        return Schema.resolve(document, owner)
                .at("/content/application~1json/schema/$ref")
                .asText()
                .replace("#/components/schemas/", "");
    }
}
