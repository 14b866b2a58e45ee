package com.ovok.local.ovok;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.hash.Hashing;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import com.ovok.local.http.Wire;
import com.ovok.local.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OvokEmulatorTest {
    private static final String TOKEN = "static-token";
    private static final String CAT = """
        {"fileName": "cat.png", "contentType": "image/png"}\
        """;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Contract CONTRACT = Contract.ofOvok();

    @AutoClose
    private static S3Server s3;

    @AutoClose
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T10:00:00.123Z"));
    private final Faults faults = new Faults();

    @AutoClose
    private OvokEmulator ovok;

    private record Reply(int status, JsonNode body) {}

    @BeforeAll
    static void startS3() {
        s3 = S3Server.builder("ovok-documents").start();
    }

    @BeforeEach
    void start() {
        ovok = OvokEmulator.builder(s3, "ovok-documents")
                .accessToken(TOKEN)
                .maxSize(1000)
                .clock(clock)
                .faults(faults)
                .start();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/documentdev", "/document"})
    void createsDocumentWithoutFile(String path) throws Exception {
        Reply reply = post(path, CAT);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(CONTRACT.violations("FileEntryDto", reply.body())).isEmpty();
        assertThat(reply.body().path("meta").path("lastUpdated").asText()).isEqualTo("2026-11-23T10:00:00.123Z");
        assertThat(reply.body().has("publicToken")).isFalse();
        assertThat(ovok.documents()).singleElement().satisfies(document -> {
            assertThat(document.id()).isEqualTo(reply.body().path("id").asText());
            assertThat(document.fileName()).isEqualTo("cat.png");
            assertThat(document.isComplete()).isFalse();
        });
    }

    @Test
    void returnsSevenFieldsInOrder() throws Exception {
        JsonNode options = post("/documentdev", CAT).body().path("uploadOptions");
        assertThat(options.path("url").asText()).isEqualTo(s3.endpoint() + "/ovok-documents");
        assertThat(options.path("fields").fieldNames())
                .toIterable()
                .containsExactly(
                        "bucket",
                        "X-Amz-Algorithm",
                        "X-Amz-Credential",
                        "X-Amz-Date",
                        "key",
                        "Policy",
                        "X-Amz-Signature");
    }

    /** A container reaches this machine by another name. */
    @ParameterizedTest
    @ValueSource(strings = {"host.docker.internal", "localhost", "172.17.0.1", "[fd00::2]"})
    void namesHostOfCaller(String host) throws Exception {
        String head = "POST /documentdev HTTP/1.1\nHost: %s:3003\nAuthorization: Bearer %s\n".formatted(host, TOKEN)
                + "Content-Type: application/json\nContent-Length: %d\n\n".formatted(CAT.length());
        JsonNode entry = JSON.readTree(
                Wire.exchange(ovok.baseUri(), head, CAT.getBytes(UTF_8)).body());
        URI url = URI.create(entry.at("/uploadOptions/url").asText());
        assertThat(url).hasToString("http://" + host + ":" + s3.endpoint().getPort() + "/ovok-documents");
    }

    @Test
    void signsDownloadForHostOfCaller() throws Exception {
        clock.set(Instant.now());
        JsonNode entry = post("/documentdev", CAT).body();
        assertThat(upload(entry.path("uploadOptions"), "the bytes")).isEqualTo(204);
        String head = "GET /document/%s HTTP/1.1\nHost: host.docker.internal:3003\nAuthorization: Bearer %s\n\n"
                .formatted(entry.path("id").asText(), TOKEN);
        URI location = URI.create(requireNonNull(
                Wire.exchange(ovok.baseUri(), head, new byte[0]).headers().get("Location")));
        assertThat(location).hasHost("host.docker.internal");
        String get = "GET %s?%s HTTP/1.1\nHost: %s\n\n"
                .formatted(location.getRawPath(), location.getRawQuery(), location.getRawAuthority());
        assertThat(Wire.exchange(s3.endpoint(), get, new byte[0]).body()).isEqualTo("the bytes");
    }

    @Test
    void signsPolicyConditions() throws Exception {
        JsonNode fields = post("/documentdev", CAT).body().at("/uploadOptions/fields");
        JsonNode policy =
                JSON.readTree(Base64.getDecoder().decode(fields.path("Policy").asText()));
        assertThat(policy.path("expiration").asText()).isEqualTo("2026-11-23T11:00:00Z");
        assertThat(policy.path("conditions"))
                .contains(
                        JSON.valueToTree(List.of("content-length-range", 0, 1000)),
                        JSON.valueToTree(Map.of("bucket", "ovok-documents")),
                        JSON.valueToTree(Map.of("key", fields.path("key").asText())));
    }

    @Test
    void completesDocumentOnArrival() throws Exception {
        clock.set(Instant.now());
        JsonNode options = post("/documentdev", CAT).body().path("uploadOptions");
        assertThat(upload(options, "the bytes")).isEqualTo(204);
        assertThat(ovok.documents()).singleElement().satisfies(document -> {
            assertThat(document.isComplete()).isTrue();
            assertThat(document.file()).hasValueSatisfying(file -> {
                assertThat(file.size()).isEqualTo(9);
                assertThat(file.sha256())
                        .isEqualTo(
                                Hashing.sha256().hashString("the bytes", UTF_8).toString());
                assertThat(file.arrived()).isEqualTo(clock.instant());
            });
        });
    }

    @Test
    void replacesFileOfDocument() throws Exception {
        clock.set(Instant.now());
        JsonNode created = post("/documentdev", CAT).body();
        assertThat(upload(created.path("uploadOptions"), "old")).isEqualTo(204);
        Reply replaced = post("/document/" + created.path("id").asText(), """
            {"fileName": "dog.png", "contentType": "image/png", "isPublic": true}\
            """);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(CONTRACT.violations("FileEntryDto", replaced.body())).isEmpty();
        assertThat(replaced.body().path("id")).isEqualTo(created.path("id"));
        assertThat(replaced.body().path("publicToken").asText()).isNotEmpty();
        assertThat(ovok.documents().getFirst().isComplete()).isFalse();
        assertThat(upload(replaced.body().path("uploadOptions"), "new bytes")).isEqualTo(204);
        assertThat(ovok.documents()).singleElement().satisfies(document -> {
            assertThat(document.isComplete()).isTrue();
            assertThat(document.fileName()).isEqualTo("dog.png");
            assertThat(s3.exists("ovok-documents", document.file().orElseThrow().key()))
                    .isTrue();
        });
        assertThat(s3.exists(
                        "ovok-documents",
                        created.at("/uploadOptions/fields/key").asText()))
                .isFalse();
    }

    @Test
    void deletesDocumentWithFile() throws Exception {
        clock.set(Instant.now());
        JsonNode created = post("/documentdev", CAT).body();
        upload(created.path("uploadOptions"), "bytes");
        String path = "/document/" + created.path("id").asText();
        Reply deleted = send(request(path).DELETE());
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(CONTRACT.violations("DocumentDeletedResponseDto", deleted.body()))
                .isEmpty();
        assertThat(ovok.documents()).isEmpty();
        assertThat(s3.exists(
                        "ovok-documents",
                        created.at("/uploadOptions/fields/key").asText()))
                .isFalse();
        assertThat(send(request(path).DELETE()).status()).isEqualTo(404);
        assertThat(post(path, CAT).status()).isEqualTo(404);
    }

    @Test
    void redirectsDownloadToSignedUrl() throws Exception {
        clock.set(Instant.now());
        JsonNode created = post("/documentdev", CAT).body();
        upload(created.path("uploadOptions"), "bytes");
        HttpResponse<String> redirect =
                client.send(request("/document/" + created.path("id").asText()).build(), BodyHandlers.ofString());
        assertThat(redirect.statusCode()).isEqualTo(307);
        URI signed = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        assertThat(client.send(HttpRequest.newBuilder(signed).build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("bytes");
    }

    @Test
    void listsDocumentsByPage() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            post("/documentdev", CAT.replace("cat.png", name));
            clock.set(clock.instant().plusSeconds(1));
        }
        JsonNode list = send(request("/document?_count=2&_offset=1&_sort=-_lastUpdated"))
                .body();
        assertThat(list.path("total").asInt()).isEqualTo(3);
        assertThat(list.path("resources").findValuesAsText("fileName")).containsExactly("b", "a");
    }

    @Test
    void updatesNameAndVisibility() throws Exception {
        String id = post("/documentdev", CAT).body().path("id").asText();
        Reply updated = patch(id, """
            {"fileName": "dog.png", "isPublic": false}\
            """);
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.body().path("fileName").asText()).isEqualTo("dog.png");
        assertThat(updated.body().path("publicToken").isNull()).isTrue();
        assertThat(updated.body().has("uploadOptions")).isFalse();
        assertThat(patch(id, """
            {"isPublic": "yes"}\
            """).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'contentType': 'image/png'}",
                "{'fileName': '', 'contentType': 'image/png'}",
                "{'fileName': 'cat.png'}",
                "{'fileName': 'cat.png', 'contentType': 'image/png', 'isPublic': true}",
                "{'fileName': 7, 'contentType': 'image/png'}",
                "[]"
            })
    void reportsEachViolation(String body) throws Exception {
        Reply reply = post("/documentdev", body.replace('\'', '"'));
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body().path("message").isArray()).isTrue();
        assertThat(reply.body().path("message")).isNotEmpty();
        assertThat(CONTRACT.violations("ErrorDto", reply.body())).isEmpty();
        assertThat(ovok.documents()).isEmpty();
    }

    @Test
    void rejectsOtherMediaTypes() throws Exception {
        ovok.close();
        ovok = OvokEmulator.builder(s3, "ovok-documents")
                .accessToken(TOKEN)
                .contentTypes("text/plain"::equals)
                .start();
        assertThat(post("/documentdev", CAT).status()).isEqualTo(422);
        assertThat(ovok.documents()).isEmpty();
    }

    @Test
    void rejectsMalformedJson() throws Exception {
        Reply reply = post("/documentdev", "{");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(CONTRACT.violations("ErrorDto", reply.body())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer other", "Basic c3RhdGljLXRva2Vu", "Bearer"})
    void rejectsInvalidTokens(String authorization) throws Exception {
        var request = HttpRequest.newBuilder(ovok.baseUri().resolve("/documentdev"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(CAT));
        Reply reply = send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(CONTRACT.violations("ErrorDto", reply.body())).isEmpty();
        assertThat(ovok.documents()).isEmpty();
    }

    @Test
    void returns404ForOtherPaths() throws Exception {
        try (OvokEmulator one = OvokEmulator.builder(s3, "ovok-documents")
                .creationPaths("/document")
                .accessToken(TOKEN)
                .start()) {
            Reply reply = send(HttpRequest.newBuilder(one.baseUri().resolve("/documentdev"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .POST(HttpRequest.BodyPublishers.ofString(CAT)));
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.body().path("message").asText()).isEqualTo("Cannot POST /documentdev");
        }
    }

    @Test
    void logsInAndRefreshesOncePerToken() throws Exception {
        JsonNode login = login("local-password").body();
        assertThat(CONTRACT.violations("ResponseRegisterLoginDto", login)).isEmpty();
        assertThat(status(login.path("accessToken").asText())).isEqualTo(200);
        String refresh = """
            {"refresh_token": "%s"}\
            """.formatted(login.path("refreshToken").asText());
        JsonNode refreshed = post("/auth/refresh-token", refresh).body();
        assertThat(CONTRACT.violations("ResponseTokenDto", refreshed)).isEmpty();
        assertThat(status(refreshed.path("access_token").asText())).isEqualTo(200);
        assertThat(post("/auth/refresh-token", refresh).status()).isEqualTo(401);
    }

    @Test
    void rejectsOtherCredentials() throws Exception {
        assertThat(login("guess").status()).isEqualTo(401);
        assertThat(login("").status()).isEqualTo(422);
    }

    @Test
    void letsTokensExpireByItsClock() throws Exception {
        String token = login("local-password").body().path("accessToken").asText();
        clock.set(clock.instant().plus(Duration.ofHours(1)));
        assertThat(status(token)).isEqualTo(401);
        assertThat(status(TOKEN)).isEqualTo(200);
        ovok.revokeTokens();
        assertThat(status(TOKEN)).isEqualTo(401);
    }

    @Test
    void failsAsScripted() throws Exception {
        faults.next(Operation.CREATE_DOCUMENT, Fault.status(503).header("Retry-After", "1"));
        assertThat(post("/documentdev", CAT).status()).isEqualTo(503);
        assertThat(ovok.documents()).isEmpty();
        assertThat(post("/documentdev", CAT).status()).isEqualTo(200);
        assertThat(ovok.requests())
                .extracting(request -> request.operation())
                .containsExactly(Operation.CREATE_DOCUMENT, Operation.CREATE_DOCUMENT);
    }

    private Reply login(String password) throws Exception {
        return post("/v2/auth/login", """
            {"email": "uploader@example.com", "password": "%s", "clientId": "00000000-0000-4000-8000-000000000000"}\
            """.formatted(password));
    }

    private int status(String token) throws Exception {
        return send(HttpRequest.newBuilder(ovok.baseUri().resolve("/document"))
                        .header("Authorization", "Bearer " + token))
                .status();
    }

    private Reply post(String path, String body) throws Exception {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Reply patch(String id, String body) throws Exception {
        return send(request("/document/" + id).method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(ovok.baseUri().resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        String body = response.body();
        return new Reply(response.statusCode(), JSON.readTree(body));
    }

    private int upload(JsonNode options, String content) throws IOException, InterruptedException {
        var form = new StringBuilder();
        options.path("fields")
                .properties()
                .forEach(field -> form.append("--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                        .formatted(field.getKey(), field.getValue().asText())));
        form.append("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n")
                .append(content)
                .append("\r\n--b--\r\n");
        return client.send(
                        HttpRequest.newBuilder(URI.create(options.path("url").asText()))
                                .header("Content-Type", "multipart/form-data; boundary=b")
                                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }
}
