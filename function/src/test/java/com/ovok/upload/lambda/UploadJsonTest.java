package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files in JSON, in the variants of base64 that programs write. */
class UploadJsonTest {
    /** Contains both digits in which the alphabets differ, and needs padding. */
    private static final String CONTENT = "~\u00ffo\u00bf";

    @AutoClose
    private ApiTester api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiTester();
    }

    @ParameterizedTest
    @EnumSource
    void acceptsVariantsOfBase64(Gateway gateway) throws IOException {
        for (String base64 : List.of(
                "fv9vvw==", "fv9vvw", "fv9v\r\nvw==\r\n", "fv9v\nvw==", " fv9v vw==", "fv9vvw=\n=", "\tfv9vvw")) {
            assertThat(api.created(gateway, json(gateway, base64)).content())
                    .as(base64)
                    .isEqualTo(CONTENT);
        }
        for (String base64 : List.of("+/+/", "-_-_", "-_\r\n-_\r\n")) {
            assertThat(api.created(gateway, json(gateway, base64)).content()).isEqualTo("\u00fb\u00ff\u00bf");
        }
        for (String base64 : List.of("", "\r\n", " ")) {
            assertThat(api.created(gateway, json(gateway, base64)).content()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhyContentIsNotBase64(Gateway gateway) {
        Map<String, String> reasons = Map.of(
                "fv9*vw==", "character 4",
                "fv9v\u00fc", "character 5",
                "fv9vvw%3D%3D", "character 7",
                "+/-_", "mixes the URL alphabet",
                "fv9vv", "is incomplete",
                "fv9vvw=", "padding",
                "fv9vvw===", "padding",
                "fv=9vvw=", "padding",
                "fv9v=", "padding");
        reasons.forEach((base64, reason) -> assertThat(api.refused(gateway, json(gateway, base64), 400, "bad-request"))
                .contains("content is not base64", reason));
    }

    @ParameterizedTest
    @EnumSource
    void rejectsDataUrls(Gateway gateway) {
        for (String url : List.of("data:image/png;base64,fv9vvw==", "DATA:,marker", " data:;base64,fv9vvw==")) {
            assertThat(api.refused(gateway, json(gateway, url), 400, "bad-request"))
                    .contains("data URL");
        }
    }

    @ParameterizedTest
    @EnumSource
    void rejectsNamesWithLostCharacters(Gateway gateway) {
        for (String name : List.of("M\\ufffdller.txt", "M\\ud800.txt")) {
            for (String body : List.of(
                    "{\"fileName\":\"%s\",\"contentType\":\"a/b\",\"content\":\"\"}",
                    "{\"fileName\":\"%s\",\"bucket\":\"ovok-inbox\",\"key\":\"a\"}")) {
                byte[] bytes = body.formatted(name).getBytes(UTF_8);
                ObjectNode event = gateway.post("application/json", bytes);
                assertThat(gateway.response(api.running.app, event)
                                .path("statusCode")
                                .asInt())
                        .isIn(400, 403);
            }
        }
        ObjectNode latin1 =
                gateway.post("application/json; charset=iso-8859-1", "{\"fileName\":\"\u00fc\"}".getBytes(ISO_8859_1));
        api.refused(gateway, latin1, 400, "bad-request");
    }

    @ParameterizedTest
    @EnumSource
    void rejectsFieldsThatAreUnknownOrOfAnotherType(Gateway gateway) {
        Map<String, String> reasons = Map.of(
                "\"ispublic\":true", "the only fields allowed are",
                "\"fileName\":\"a\",\"isPublic\":\"true\"", "isPublic is neither true nor false",
                "\"fileName\":\"a\",\"isPublic\":null", "isPublic is neither true nor false",
                "\"fileName\":1", "fileName is not a string");
        reasons.forEach((field, reason) -> {
            byte[] body = ("{\"contentType\":\"a/b\",\"content\":\"\"," + field + "}").getBytes(UTF_8);
            assertThat(api.refused(gateway, gateway.post("application/json", body), 400, "bad-request"))
                    .contains(reason);
        });
        byte[] reference = "{\"bucket\":\"b\",\"key\":\"k\",\"content\":\"\"}".getBytes(UTF_8);
        assertThat(api.refused(gateway, gateway.post("application/json", reference), 400, "bad-request"))
                .contains("the only fields allowed are", "versionId");
    }

    @ParameterizedTest
    @CsvSource({"'\"isPublic\":true,', true", "'\"isPublic\":false,', false", "'', false"})
    void passesVisibilityOn(String field, String isPublic) throws IOException {
        String body = "{" + field + "\"fileName\":\"a.txt\",\"contentType\":\"text/plain\",\"content\":\"\"}";
        Gateway gateway = Gateway.REST_API;

        assertThat(gateway.response(api.running.app, gateway.post("application/json", body.getBytes(UTF_8)))
                        .path("statusCode")
                        .asInt())
                .isEqualTo(201);
        assertThat(api.running.ovok.request().text()).contains("\"isPublic\":\"" + isPublic + "\"");
    }

    private static ObjectNode json(Gateway gateway, String content) {
        String body = Samples.json(Map.of("fileName", "a.txt", "contentType", "text/plain", "content", content));
        return gateway.post("application/json", body.getBytes(UTF_8));
    }
}
