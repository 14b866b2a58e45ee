package com.ovok.local.checks.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code -Dvendor.openapi=FILE} compares a description of the vendor's; the other tests compare changed copies of ours.
 */
class VendorContractTest {
    private static final Path ROOT = Path.of(System.getProperty("root.directory"));
    private static final YAMLMapper YAML = new YAMLMapper();
    private final JsonNode ours = read(ROOT.resolve("openapi.yaml"));

    @Test
    void vendorsFileBreaksNothing() {
        String file = System.getProperty("vendor.openapi", "");
        assumeTrue(!file.isEmpty(), "no -Dvendor.openapi=FILE: only changed copies of openapi.yaml are compared");
        List<Change> changes = ContractDrift.between(ours, read(ROOT.resolve(file)));
        changes.forEach(System.out::println);
        assertThat(changes).noneMatch(Change::breaking);
    }

    @Test
    void findsNoChangeInACopy() {
        assertThat(ContractDrift.operations(ours)).hasSize(6);
        assertThat(ContractDrift.between(ours, ours.deepCopy())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PostFileUploadDto/properties | isPublic | {type: boolean} | true | request/isPublic: type",
                "PostFileUploadDto/properties/isPublic | enum | ['true'] | true | request/isPublic: enum",
                "PostFileUploadDto/properties/isPublic | enum | ['true', 'false', own] | false | isPublic: enum",
                "PostFileUploadDto/properties/fileName | maxLength | 100 | true | request/fileName: length",
                "PostFileUploadDto/properties/fileName | minLength | 0 | false | request/fileName: length",
                "PostFileUploadDto | required | [fileName, contentType, isPublic] | true | isPublic: became required",
                "PostFileUploadDto | required | [fileName] | false | contentType: became optional",
                "PostFileUploadDto/properties | project | {type: string} | false | project: is new",
                "LoginDto/properties/clientId | format | email | true | clientId: format",
                "FileEntryDto | required | [] | true | response 200/id: became optional",
                "FileEntryDto | required | [id, fileName] | false | fileName: became required",
                "FileEntryDto/properties/id | type | integer | true | response 200/id: type",
                "FileEntryDto/properties/fileName | type | [string, 'null'] | true | fileName: type",
                "FileEntryDto/properties/fileName | nullable | true | true | fileName: type",
                "FileEntryDto/properties | publicToken | {type: string} | false | publicToken: type",
                "FileEntryDto/properties | size | {type: integer} | false | response 200/size: is new",
                "UploadOptionsDto | properties | {url: {type: string}} | true | uploadOptions/fields: is missing",
                "UploadOptionsDto/properties/fields | additionalProperties | {type: integer} | true | fields[]: type",
                "ResponseTokenDto | properties | {accessToken: {type: string}} | true | access_token: is missing",
            })
    void judgesAChangedSchema(String schema, String key, String value, boolean breaking, String words)
            throws IOException {
        JsonNode vendors = ours.deepCopy();
        ((ObjectNode) vendors.at("/components/schemas/" + schema)).set(key, YAML.readTree(value));

        assertThat(ContractDrift.between(ours, vendors))
                .anyMatch(change ->
                        change.breaking() == breaking && change.toString().contains(words))
                .allMatch(change -> breaking || !change.breaking());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/paths | /auth/refresh-token | {} | true | POST /auth/refresh-token: is missing",
                "/paths | /documentdev | {} | false | POST /documentdev: is missing, POST /document is the same",
                "/paths/~1document~1{id}/delete | parameters | [{name: v, in: query, required: true}] | true |"
                        + " parameter v",
                "/paths/~1document~1{id}/delete | parameters | [{name: v, in: query}] | false | parameter v is new",
                "/paths/~1v2~1auth~1login/post | security | [{bearer: []}] | true | needs a token",
                "/paths/~1document/post | security | [] | false | needs no token any more",
                "/paths/~1document/post | requestBody | {content: {text/plain: {}}} | true | takes no JSON body",
                "/paths/~1document/post | responses | {} | true | has no successful response",
                "/paths/~1document/post/responses | '429' | {description: slow} | false | response 429 is new",
                "/paths | /other | {get: {responses: {}}} | false |",
            })
    void judgesAChangedOperation(String place, String key, String value, boolean breaking, String words)
            throws IOException {
        JsonNode vendors = ours.deepCopy();
        ((ObjectNode) vendors.at(place)).set(key, YAML.readTree(value));

        List<Change> changes = ContractDrift.between(ours, vendors);

        assertThat(changes).allMatch(change -> breaking || !change.breaking());
        if (words == null) {
            assertThat(changes).isEmpty();
        } else {
            assertThat(changes)
                    .anyMatch(change ->
                            change.breaking() == breaking && change.toString().contains(words));
        }
    }

    @Test
    void acceptsAnotherSuccessAndAnotherNameOfAParameter() {
        JsonNode vendors = ours.deepCopy();
        ObjectNode responses = (ObjectNode) vendors.at("/paths/~1document~1{id}/post/responses");
        responses.set("201", responses.remove("200"));
        ObjectNode paths = (ObjectNode) vendors.path("paths");
        paths.set("/document/{documentId}", paths.remove("/document/{id}"));

        assertThat(ContractDrift.between(ours, vendors))
                .extracting(Change::toString)
                .containsExactlyInAnyOrder(
                        "compatible: POST /document/{}: response 201 is new",
                        "compatible: POST /document/{}: response 200 is missing");
    }

    @Test
    void rejectsAReferenceThatLeadsNowhere() {
        JsonNode vendors = ours.deepCopy();
        ((ObjectNode) vendors.at("/components/schemas")).remove("FileEntryDto");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContractDrift.between(ours, vendors))
                .withMessageContaining("#/components/schemas/FileEntryDto");
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
