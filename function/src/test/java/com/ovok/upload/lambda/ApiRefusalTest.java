package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.UploadException;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that create no document end as problem details, alike through each gateway. */
class ApiRefusalTest {
    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp();
    }

    @ParameterizedTest
    @EnumSource
    void namesAllowedMethod(Gateway gateway) {
        for (String method : new String[] {"GET", "POST", "DELETE", "put"}) {
            JsonNode response = refused(gateway, gateway.eventWithMethod(method), 405, "method-not-allowed");

            assertThat(response.at("/headers/Allow").asText()).isEqualTo("PUT");
        }
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsPutWithoutName(Gateway gateway) {
        JsonNode response = refused(gateway, gateway.eventTo("/documents"), 405, "method-not-allowed");

        assertThat(response.at("/headers/Allow").asText()).isEqualTo("POST");
    }

    @ParameterizedTest
    @EnumSource
    void returns404ForOtherPaths(Gateway gateway) {
        for (String path :
                new String[] {"/", "/documents2/cat.png", "/document/cat.png", "/Documents/cat.png", "cat.png", ""}) {
            refused(gateway, gateway.eventTo(path), 404, "not-found");
        }
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsUnusableName(Gateway gateway) {
        for (String name : new String[] {
            "", "%20", "a%2F", "a%5C", "..", "a%00b", "a%0D%0Ab", "a%E2%80%AEgpj.exe", "x".repeat(1025)
        }) {
            refused(gateway, gateway.eventTo("/documents/" + name), 400, "bad-request");
        }
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource(names = {"REST_API", "FUNCTION_URL"})
    void rejectsUnencodedPath(Gateway gateway) {
        refused(gateway, gateway.eventTo("/documents/marker%zz"), 400, "bad-request");
        refused(gateway, gateway.eventTo("/documents/marker%2"), 400, "bad-request");
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsMalformedBase64(Gateway gateway) {
        refused(gateway, gateway.eventWithBody("marker!", true), 400, "bad-request");
        refused(gateway, gateway.eventWithBody("YQ=", true), 400, "bad-request");
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsFormWithoutPartName(Gateway gateway) {
        ObjectNode event = gateway.eventWithContentType("multipart/form-data; boundary=x");
        event.put("body", "--x\r\nContent-Disposition: form-data; name\r\n\r\nmeow\r\n--x--\r\n");
        event.put("isBase64Encoded", false);
        ((ObjectNode) event.get("headers")).remove("content-length");
        gateway.method(event, "POST");
        gateway.rawPath(event, "/documents");

        refused(gateway, event, 400, "bad-request");
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsMalformedFlag(Gateway gateway) {
        for (String flag : new String[] {"", "yes", "TRUE", "1"}) {
            ObjectNode event = gateway.event();
            event.putObject("queryStringParameters").put("isPublic", flag);
            refused(gateway, event, 400, "bad-request");
        }
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsOtherPayloadFormat(Gateway gateway) {
        Gateway other = gateway.isV1() ? Gateway.HTTP_API : Gateway.REST_API;
        refused(gateway, JsonNodeFactory.instance.objectNode(), 400, "bad-request");
        refused(gateway, other.event(), 400, "bad-request");
        refused(gateway, JsonNodeFactory.instance.nullNode(), 400, "bad-request");
        assertNobodyWasAsked();
    }

    @ParameterizedTest
    @EnumSource
    void quotesOvokWithoutFileName(Gateway gateway) {
        running.ovok.then(response(422, "{\"statusCode\":422,\"message\":[\"cat.png is taken\",\"too odd\"]}"));
        JsonNode response = refused(gateway, gateway.event(), 422, "not-accepted");

        assertThat(Gateway.body(response).path("detail").asText())
                .startsWith("OVOK returned 422: (file name) is taken; too odd.");
    }

    @ParameterizedTest
    @MethodSource
    void reportsFailuresBehindTheApi(Gateway gateway, int ovok, int status, String problem) {
        running.ovok.otherwise(response(ovok, "{\"statusCode\":%d,\"message\":\"marker\"}".formatted(ovok)));

        refused(gateway, gateway.event(), status, problem);
        assertThat(running.storage.connections()).isZero();
    }

    static Stream<Arguments> reportsFailuresBehindTheApi() {
        return inEach(
                Arguments.of(200, 502, "ovok-fault"),
                Arguments.of(401, 500, "ovok-sign-in"),
                Arguments.of(402, 500, "ovok-sign-in"),
                Arguments.of(403, 500, "ovok-sign-in"),
                Arguments.of(404, 500, "ovok-path"),
                Arguments.of(409, 503, "unavailable"),
                Arguments.of(413, 413, "too-large"),
                Arguments.of(429, 503, "unavailable"),
                Arguments.of(500, 502, "ovok-fault"));
    }

    @ParameterizedTest
    @MethodSource
    void reportsRejectedForm(Gateway gateway, int s3, String code, int status, String problem) {
        running.documentAwaited().storage.otherwise(response(s3, s3Error(code, "marker")));
        running.ovok.otherwise(response(200, "{\"message\":\"gone\"}"));

        refused(gateway, gateway.event(), status, problem);
    }

    static Stream<Arguments> reportsRejectedForm() {
        return inEach(
                Arguments.of(400, "EntityTooLarge", 413, "too-large"),
                Arguments.of(400, "MalformedPOSTRequest", 502, "storage-refused"),
                Arguments.of(403, "AccessDenied", 502, "storage-refused"),
                Arguments.of(503, "SlowDown", 503, "unavailable"));
    }

    @ParameterizedTest
    @EnumSource
    void sendsRetryAfter(Gateway gateway) {
        running.ovok.otherwise(response(503, "", "Retry-After: 9"));
        JsonNode asked = refused(gateway, gateway.event(), 503, "unavailable");
        running.ovok.otherwise(response(503, ""));
        JsonNode guessed = refused(gateway, gateway.event(), 503, "unavailable");

        assertThat(asked.at("/headers/Retry-After").asText()).isEqualTo("9");
        assertThat(guessed.at("/headers/Retry-After").asText()).isEqualTo("5");
    }

    @ParameterizedTest
    @EnumSource
    void hidesDetailsOfMisconfiguration(Gateway gateway) {
        running.ovok.then(response(401, "{}"));
        JsonNode response = refused(gateway, gateway.event(), 500, "ovok-sign-in");

        assertThat(Gateway.body(response).path("detail").asText()).isEqualTo("The service is misconfigured.");
        assertThat(running.log.text()).contains("the access token is wrong, has expired");
    }

    @ParameterizedTest
    @EnumSource
    void respondsWithoutTimeLeft(Gateway gateway) {
        JsonNode response = gateway.response(running.app, gateway.event(), RunningApp.context(2900));

        assertThat(response.path("statusCode").asInt()).isEqualTo(504);
        assertNobodyWasAsked();
    }

    @Test
    void failsToStartWithoutSettings() {
        assumeThat(System.getenv()).doesNotContainKey("OVOK_ACCESS_TOKEN");

        for (Runnable start : Arrays.<Runnable>asList(S3Handler::new, RestApiHandler::new, HttpApiHandler::new)) {
            assertThatExceptionOfType(UploadException.Misconfigured.class)
                    .isThrownBy(start::run)
                    .withMessageContaining("OVOK_ACCESS_TOKEN or OVOK_SECRET_ID is missing");
        }
    }

    private static Stream<Arguments> inEach(Arguments... cases) {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> Stream.of(cases)
                        .map(arguments -> Arguments.of(Stream.concat(Stream.of(gateway), Arrays.stream(arguments.get()))
                                .toArray())));
    }

    private JsonNode refused(Gateway gateway, JsonNode event, int status, String problem) {
        JsonNode response = gateway.response(running.app, event);
        JsonNode body = Gateway.body(response);

        assertThat(response.path("statusCode").asInt()).isEqualTo(status);
        assertThat(response.at("/headers/Content-Type").asText()).isEqualTo("application/problem+json");
        assertThat(body.path("type").asText()).endsWith("/docs/troubleshooting.md#" + problem);
        assertThat(body.path("title").asText()).isNotEmpty();
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(body.path("detail").asText()).isNotEmpty();
        assertThat(response.toString() + running.log.text()).doesNotContain("marker");
        assertQuiet(response.toString() + running.log.text());
        return response;
    }

    private void assertNobodyWasAsked() {
        assertThat(running.ovok.connections() + running.storage.connections()).isZero();
    }
}
