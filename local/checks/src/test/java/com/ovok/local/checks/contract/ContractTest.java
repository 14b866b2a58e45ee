package com.ovok.local.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.client.ApiClient;
import com.ovok.client.model.FileEntryDto;
import com.ovok.local.checks.OpenApi;
import com.ovok.local.ovok.Contract;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
    private static final Contract CONTRACT = Contract.ofOvok();
    private static final JsonNode DOCUMENT = CONTRACT.document();
    private static final ObjectMapper JSON = ApiClient.createDefaultObjectMapper();
    private static final String SCHEMAS = "#/components/schemas/";

    record Example(String schema, String name, JsonNode value) {
        @Override
        public String toString() {
            return schema + " " + name;
        }
    }

    @Test
    void matchesOpenApiMetaSchema() {
        assertThat(OpenApi.violations(DOCUMENT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/components/schemas/FileEntryDto, type, objekt",
        "/components/schemas/FileEntryDto, required, id",
        "/paths/~1document/post, responses, none",
        "/info, titel, OVOK",
    })
    void rejectsBrokenDescription(String place, String key, String value) {
        JsonNode broken = DOCUMENT.deepCopy();
        ((ObjectNode) broken.at(place)).put(key, value);

        assertThat(OpenApi.violations(broken)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void matchesSchemasInExamples(Example example) {
        assertThat(CONTRACT.violations(example.schema(), example.value())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void roundTripsExamplesThroughClient(Example example) throws Exception {
        Object model = JSON.treeToValue(example.value(), model(example.schema()));

        JsonNode written = JSON.valueToTree(model);
        assertThat(CONTRACT.violations(example.schema(), written)).isEmpty();
        assertThat(written.properties())
                .containsAll(withoutNulls(example.value()).properties());
    }

    @Test
    void hasSchemaAndExamplePerBody() {
        assertThat(bodies()).isNotEmpty().allSatisfy(body -> {
            assertThat(body.at("/schema/$ref").asText()).startsWith(SCHEMAS);
            assertThat(body.path("examples")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accessToken",
                "refreshToken",
                "access_token",
                "refresh_token",
                "publicToken",
                "password",
                "X-Amz-Credential",
                "X-Amz-Signature",
                "Policy"
            })
    void hasNoSecretsInExamples(String field) {
        List<String> values = examples()
                .flatMap(example -> example.value().findValuesAsText(field).stream())
                .toList();

        assertThat(values).isNotEmpty().allMatch(value -> value.startsWith("EXAMPLE-") || value.equals("null"));
    }

    @ParameterizedTest
    @CsvSource({
        "/paths/~1documentdev/post, true",
        "/paths/~1document/post, true",
        "/paths/~1document~1{id}/post, true",
        "/paths/~1document~1{id}/delete, true",
        "/paths/~1v2~1auth~1login/post, false",
        "/paths/~1auth~1refresh-token/post, false",
    })
    void declaresCodesAndTokenPerOperation(String place, boolean bearer) {
        JsonNode operation = DOCUMENT.at(place);

        assertThat(operation.path("responses").fieldNames())
                .toIterable()
                .containsExactly("200", "400", "401", "404", "422", "500");
        assertThat(operation.path("security").isMissingNode()).isEqualTo(bearer);
        assertThat(operation.path("security")).isEmpty();
        assertThat(DOCUMENT.at("/security/0/bearer").isArray()).isTrue();
    }

    @Test
    void declaresTwinAlike() {
        JsonNode twin = DOCUMENT.at("/paths/~1document/post");
        JsonNode documentDev = DOCUMENT.at("/paths/~1documentdev/post");

        assertThat(twin.path("requestBody")).isEqualTo(documentDev.path("requestBody"));
        assertThat(twin.path("responses")).isEqualTo(documentDev.path("responses"));
    }

    @Test
    void namesFourHosts() {
        assertThat(DOCUMENT.path("servers").findValuesAsText("url"))
                .containsExactly(
                        "https://api.sandbox.ovok.com",
                        "https://api.dev.ovok.com",
                        "https://api.staging.ovok.com",
                        "https://api.ovok.com");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PostFileUploadDto | {} | body: required property 'fileName' not found",
                "PostFileUploadDto | {'fileName':'','contentType':'a/b'} | body/fileName: must be at least 1"
                        + " characters",
                "PostFileUploadDto | {'fileName':'a','contentType':'a/b','isPublic':true} | body/isPublic: boolean"
                        + " found",
                "PostFileUploadDto | {'fileName':'a','contentType':'a/b','isPublic':'yes'} | body/isPublic: does not"
                        + " have",
                "ReplaceDocumentFileDto | {'fileName':'a','contentType':'b','isPublic':'true'} | body/isPublic: string"
                        + " found",
                "FileEntryDto | {'id':'1','meta':{}} | body/meta: required property 'lastUpdated' not found",
                "FileEntryDto | {'id':'1','lastUpdated':'yesterday'} | body/lastUpdated: does not match the date-time",
                "FileEntryDto | {'id':'1','uploadOptions':{'fields':{}}} | required property 'url' not found",
                "FileEntryDto | {'id':'1','uploadOptions':{'url':'https://a','fields':{'b':1}}} | fields/b: integer"
                        + " found",
                "LoginDto | {'email':'a@b.c','password':'','clientId':'1'} | body/clientId: does not match the uuid",
                "RefreshTokenDto | {'refreshToken':'a'} | body: required property 'refresh_token' not found",
                "ErrorDto | {'statusCode':400,'message':['a',1]} | body/message",
                "ErrorDto | [] | body: array found, object expected",
            })
    void reportsViolations(String schema, String body, String words) throws IOException {
        JsonNode parsed = JSON.readTree(body.replace('\'', '"'));

        assertThat(CONTRACT.violations(schema, parsed)).anyMatch(violation -> violation.contains(words));
    }

    @Test
    void rejectsMissingSchema() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CONTRACT.violations("Nothing", JSON.createObjectNode()))
                .withMessageContaining("Nothing")
                .withMessageContaining("FileEntryDto");
    }

    @Test
    void keepsOrderOfFormFields() throws IOException {
        List<String> names = List.of("z", "bucket", "a", "X-Amz-Date", "key", "Policy", "0");
        ObjectNode response = JSON.createObjectNode().put("id", "1");
        ObjectNode fields =
                response.putObject("uploadOptions").put("url", "https://a").putObject("fields");
        names.forEach(name -> fields.put(name, "value"));

        FileEntryDto entry = JSON.readValue(response.toString(), FileEntryDto.class);

        assertThat(entry.getUploadOptions())
                .extracting(options -> List.copyOf(options.getFields().keySet()))
                .isEqualTo(names);
    }

    static Stream<Example> examples() {
        return bodies().stream()
                .flatMap(body -> body.path("examples").properties().stream()
                        .map(example -> new Example(
                                body.at("/schema/$ref").asText().replace(SCHEMAS, ""),
                                example.getKey(),
                                example.getValue().path("value"))));
    }

    private static List<JsonNode> bodies() {
        return DOCUMENT.findValues("application/json");
    }

    private static Class<?> model(String schema) throws ClassNotFoundException {
        return schema.equals("ErrorDto") ? JsonNode.class : Class.forName("com.ovok.client.model." + schema);
    }

    private static JsonNode withoutNulls(JsonNode body) {
        ObjectNode copy = body.deepCopy();
        copy.properties().removeIf(field -> field.getValue().isNull());
        return copy;
    }
}
