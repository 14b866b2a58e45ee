package com.ovok.local.e2e.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Operation;
import com.ovok.local.http.ReceivedRequest;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.ovok.Document;
import com.ovok.local.s3.S3Faults;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Searches the ledger's table, the log and all responses for the secrets that a process received and sent. */
class LedgerLeakIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String FOLDER = "marker-folder/";
    private static final String PASSWORD = "local-password";
    private static final String LOGIN = "{\"email\":\"uploader@example.com\",\"password\":\"" + PASSWORD
            + "\",\"clientId\":\"00000000-0000-4000-8000-000000000000\"}";

    private final List<String> responses = new ArrayList<>();
    private TestEnvironment scene;
    private RecordingProxy tap;
    private HttpServer secretsManager;

    @BeforeAll
    static void needsDynamoDbLocal() {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
    }

    @BeforeEach
    void start() throws IOException {
        scene = new TestEnvironment();
        tap = new RecordingProxy(scene.ovok.baseUri());
        byte[] secret = JSON.writeValueAsBytes(Map.of("SecretString", LOGIN));
        secretsManager = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        secretsManager.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, secret.length);
            exchange.getResponseBody().write(secret);
            exchange.close();
        });
        secretsManager.start();
    }

    @AfterEach
    void stop() throws IOException {
        secretsManager.stop(0);
        tap.close();
        scene.close();
    }

    @Test
    void leaksNoSecret() throws Exception {
        try (FunctionProcess process = scene.process("S3Handler", TIMEOUT, signedIn())) {
            transfer(process);
            fail(process, "refused.txt", TestEnvironment.REFUSED_TYPE, 10, "not-accepted");
            fail(process, "large.txt", "text/plain", TestEnvironment.MAX_SIZE + 1, "too-large");
            always(Operation.POST_OBJECT, S3Faults.error(403, "AccessDenied", "Access Denied"));
            fail(process, "denied.txt", "text/plain", 10, "storage-refused");
            always(Operation.POST_OBJECT, Fault.resetDuringBody(10));
            fail(process, "broken.txt", "text/plain", 10, "unavailable");
            always(Operation.CREATE_DOCUMENT, Fault.resetAfterHandling());
            fail(process, "unknown.txt", "text/plain", 10, "ovok-fault");
            scene.faults.script((operation, call) -> Optional.empty());
        }
        try (FunctionProcess process = scene.process("HttpApiHandler", TIMEOUT, signedIn())) {
            request(process);
        }

        assertInPlay();
        Collection<String> secrets = secrets();
        String ledger = ledger();
        String log = String.join("\n", scene.log);
        assertThat(secrets).noneMatch(ledger::contains).noneMatch(log::contains);
        assertThat(responses).allSatisfy(response -> assertThat(secrets).noneMatch(response::contains));
        assertThat(tap.values("publicToken"))
                .isNotEmpty()
                .noneMatch(ledger::contains)
                .noneMatch(log::contains);
        assertThat(ledger).doesNotContain(FOLDER, "marker-idempotency");
        assertThat(log).contains("\"message\":\"transfer\"").doesNotContain("marker");
    }

    /** S3 has verified the forms, OVOK the tokens, and the table contains the documents. */
    private void assertInPlay() {
        assertThat(scene.complete()).hasSize(2);
        assertThat(ledger())
                .contains(scene.complete().stream().map(Document::id).toList());
        assertThat(tap.values("X-Amz-Signature")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(tap.values("refreshToken")).hasSize(2);
        assertThat(tap.values("accessToken"))
                .hasSize(2)
                .allSatisfy(token -> assertThat(scene.ovok.requests())
                        .anyMatch(request -> request.header("Authorization").equals(Optional.of("Bearer " + token))));
    }

    private Collection<String> secrets() {
        Stream<String> given =
                tap
                        .values("accessToken", "refreshToken", "key", "Policy", "X-Amz-Credential", "X-Amz-Signature")
                        .stream();
        Stream<String> signed = Stream.of(scene.s3.requests(), scene.dynamo.requests())
                .flatMap(Collection::stream)
                .flatMap(LedgerLeakIT::signature);
        Stream<String> fixed = Stream.of(
                PASSWORD,
                scene.s3.credentials().accessKeyId(),
                scene.s3.credentials().secretAccessKey(),
                "15035d843296d0e49feffd55fa8765fd28ed5825639e3465567509ef621a123b",
                "EXAMPLE-SESSION-TOKEN",
                "Authorization",
                "Bearer",
                "X-Amz-",
                "uploadOptions");
        return Stream.of(given, signed, fixed).flatMap(part -> part).collect(Collectors.toSet());
    }

    private static Stream<String> signature(ReceivedRequest request) {
        return request
                .header("Authorization")
                .map(header -> header.substring(header.indexOf("Signature=") + "Signature=".length()))
                .stream();
    }

    private String ledger() {
        try (DynamoDbClient dynamo = scene.dynamo.clientBuilder().build()) {
            return dynamo.scanPaginator(scan -> scan.tableName(TestEnvironment.TABLE)).items().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining("\n"));
        }
    }

    private void transfer(FunctionProcess process) throws Exception {
        scene.store(FOLDER + "marker-name.txt", new byte[10], "text/plain", Map.of("ovok-is-public", "true"));
        InvocationResult result = process.invoke(TestEnvironment.event(FOLDER + "marker-name.txt", "0A"), TIMEOUT);
        assertThat(result).isInstanceOf(InvocationResult.Success.class);
        responses.add(result.payload());
    }

    private void fail(FunctionProcess process, String name, String contentType, int length, String problem)
            throws Exception {
        String key = FOLDER + "marker-" + name;
        scene.store(key, new byte[length], contentType, Map.of());
        InvocationResult result = process.invoke(TestEnvironment.event(key, "0A"), TIMEOUT);
        assertThat(result.payload())
                .contains("docs/troubleshooting.md#" + problem)
                .doesNotContain("marker");
        responses.add(result.payload());
    }

    private void request(FunctionProcess process) throws Exception {
        Path sample = Path.of(System.getProperty("root.directory"), "events", "http-api-put.json");
        ObjectNode event = (ObjectNode) JSON.readTree(sample.toFile());
        event.put("rawPath", "/documents/marker-api.png");
        event.withObject("/headers").put("idempotency-key", "marker-idempotency");
        InvocationResult result = process.invoke(event.toString().getBytes(StandardCharsets.UTF_8), TIMEOUT);
        assertThat(JSON.readTree(result.payload()).path("statusCode").asInt()).isEqualTo(201);
        responses.add(result.payload());
    }

    private void always(Operation met, Fault fault) {
        scene.faults.script((operation, call) -> operation == met ? Optional.of(fault) : Optional.empty());
    }

    private Map<String, String> signedIn() {
        return Map.of(
                "OVOK_BASE_URL",
                tap.uri().toString(),
                "OVOK_ACCESS_TOKEN",
                "",
                "OVOK_SECRET_ID",
                "uploader",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                "http://127.0.0.1:" + secretsManager.getAddress().getPort());
    }
}
