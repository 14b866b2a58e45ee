package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes of requests behind any prefix of a gateway. */
class ApiRouteTest {
    private static final byte[] JSON =
            "{\"fileName\":\"a.txt\",\"contentType\":\"text/plain\",\"content\":\"\"}".getBytes(UTF_8);

    @AutoClose
    private ApiTester api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiTester();
    }

    /** Stages, base paths of one and more levels, mapping keys, and some with the name of a route. */
    static Stream<Arguments> prefixes() {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> Stream.of(
                                "", "/prod", "/v1", "/a/b/c", "/$default", "/documents", "/v1/documents", "/")
                        .map(prefix -> Arguments.of(gateway, prefix)));
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void findsFileBehindPrefix(Gateway gateway, String prefix) throws IOException {
        for (String name : new String[] {"cat.png", "documents", "document%20s.png"}) {
            assertThat(api.created(gateway, gateway.eventTo(prefix + "/documents/" + name))
                            .fileName())
                    .isEqualTo(name.replace("%20", " "));
        }
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void findsCollectionBehindPrefix(Gateway gateway, String prefix) throws IOException {
        for (String end : new String[] {"/documents", "/documents/"}) {
            ObjectNode event = gateway.post("application/json", JSON);
            gateway.path(event, prefix + end);
            template(gateway, event, "POST", "/documents");
            assertThat(api.created(gateway, event).fileName()).isEqualTo("a.txt");
        }
    }

    /**
     * The template of the gateway's route, not the path, distinguishes a file named "documents" from the collection.
     */
    @ParameterizedTest
    @EnumSource(names = "FUNCTION_URL", mode = EnumSource.Mode.EXCLUDE)
    void distinguishesRoutesByTemplate(Gateway gateway) throws IOException {
        ObjectNode put = gateway.eventTo("/documents/documents");
        template(gateway, put, "ANY", "/documents");
        assertThat(api.refusal(gateway, put, 405).at("/headers/Allow").asText()).isEqualTo("POST");

        ObjectNode post = gateway.post("application/json", JSON);
        gateway.path(post, "/documents/documents");
        template(gateway, post, "ANY", "/documents/{name}");
        assertThat(api.refusal(gateway, post, 405).at("/headers/Allow").asText())
                .isEqualTo("PUT");
    }

    @ParameterizedTest
    @EnumSource
    void findsRouteBehindProxyRoute(Gateway gateway) throws IOException {
        for (String template : new String[] {"/{proxy+}", "/v1/{proxy+}", "/documents/{proxy+}"}) {
            ObjectNode event = gateway.eventTo("/v1/documents/cat.png");
            template(gateway, event, "ANY", template);
            ((ObjectNode) event.get("pathParameters")).removeAll().put("proxy", "documents/cat.png");
            assertThat(api.created(gateway, event).fileName()).isEqualTo("cat.png");
        }
    }

    @ParameterizedTest
    @EnumSource
    void findsRouteWithoutTemplate(Gateway gateway) throws IOException {
        ObjectNode event = gateway.eventTo("/v1/documents/cat.png");
        event.remove("resource");
        event.put("routeKey", "$default").putNull("pathParameters");

        assertThat(api.created(gateway, event).fileName()).isEqualTo("cat.png");
    }

    @ParameterizedTest
    @EnumSource
    void matchesWholeSegmentsOnly(Gateway gateway) {
        for (String path :
                new String[] {"/v1/documents2/x", "/mydocuments/x", "/v1/Documents/x", "/v1/cat.png", "documents/x"}) {
            api.refused(gateway, gateway.eventTo(path), 404, "not-found");
        }
    }

    /** Each gateway's form of a path that is not UTF-8; gateways that decode it lose the bytes. */
    @ParameterizedTest
    @EnumSource
    void rejectsFileNameOutsideUtf8(Gateway gateway) {
        for (String name :
                new String[] {"M%FCller.pdf", "%C0%AF.pdf", "%ED%A0%80.pdf", "%F0%9F%98.pdf", "%EF%BF%BD.pdf"}) {
            assertThat(api.refused(gateway, gateway.eventTo("/documents/" + name), 400, "bad-request"))
                    .contains("UTF-8");
        }
        ObjectNode half = gateway.event();
        gateway.rawPath(half, "/documents/\ud800.pdf");
        api.refused(gateway, half, 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_API", "HTTP_API_V1"})
    void keepsDecodedPath(Gateway gateway) throws IOException {
        for (String name : new String[] {"100%.png", "100%25.png", "%zz.png", "a+b.png", "%C3%BC.png"}) {
            ObjectNode event = gateway.event();
            gateway.rawPath(event, "/documents/" + name);
            assertThat(api.created(gateway, event).fileName()).isEqualTo(name);
        }
    }

    @Test
    void namesHandlerOfOtherFormat() {
        RunningApp running = api.running;
        ObjectNode second = Gateway.HTTP_API.event();
        ObjectNode first = Gateway.HTTP_API_V1.event();

        assertThat(Gateway.body(Gateway.REST_API.response(running.app, second))
                        .path("detail")
                        .asText())
                .contains("2.0", "com.ovok.upload.lambda.HttpApiHandler");
        assertThat(Gateway.body(Gateway.HTTP_API.response(running.app, first))
                        .path("detail")
                        .asText())
                .contains("1.0", "com.ovok.upload.lambda.RestApiHandler");
    }

    private static void template(Gateway gateway, ObjectNode event, String method, String path) {
        if (gateway.isV1()) {
            event.put("resource", path);
        } else if (gateway == Gateway.HTTP_API) {
            event.put("routeKey", method + " " + path);
        }
    }
}
