package com.ovok.local.e2e;

import static com.ovok.local.http.Fault.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import com.ovok.local.http.ReceivedRequest;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.ovok.Account;
import com.ovok.local.ovok.OvokEmulator;
import com.ovok.local.s3.ObjectCreated;
import com.ovok.local.s3.S3Faults;
import com.ovok.local.s3.S3Notification;
import com.ovok.local.s3.S3Server;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Searches the output and responses of the function's process for secrets and names, after success and after every
 * failure. All of them contain the word {@code marker}, or look like a part of a presigned form.
 */
class LeakIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ZIP = Path.of(System.getProperty("root.directory"), "function", "target", "function.zip");
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String NAME = "marker-patient.txt";
    private static final String KEY = "marker folder/" + NAME;
    private static final Account ACCOUNT =
            new Account("marker@example.com", "marker-password", "00000000-0000-4000-8000-00000000abcd");
    private static final String SECRET = """
        {"email":"marker@example.com","password":"marker-password",\
        "clientId":"00000000-0000-4000-8000-00000000abcd"}\
        """;
    /** Tokens of the emulator, keys and ids of its bucket, a policy in base64, a signature. */
    private static final Pattern SECRETS = Pattern.compile("(?i)(access|refresh)-[0-9a-f]{8}-|marker-(token|password)"
            + "|Bearer [^(]|local-(access|secret)-key|00000000abcd|X-Amz-|AWS4-HMAC|binary/|eyJ|[0-9a-f]{64}");

    private static final Pattern NAMES = Pattern.compile("(?i)marker");

    /** A server's response that quotes the request. */
    private static final String ECHO = """
        {"statusCode":0,"message":["marker-patient.txt Bearer marker-token is wrong"],"error":"marker"}\
        """;

    @TempDir
    Path directory;

    private final Faults faults = new Faults();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final AtomicReference<ObjectCreated> arrived = new AtomicReference<>();
    private final AtomicReference<String> secret = new AtomicReference<>(json(Map.of("SecretString", SECRET)));
    private final AtomicReference<Integer> secretStatus = new AtomicReference<>(200);
    private S3Server s3;
    private OvokEmulator ovok;
    private HttpServer secrets;
    private FunctionPackage code;

    @BeforeEach
    void start() throws IOException {
        code = FunctionPackage.unpack(ZIP);
        s3 = S3Server.builder("inbox", "ovok-documents").faults(faults).start();
        s3.onObjectCreated(object -> {
            if (object.bucket().equals("inbox")) {
                arrived.set(object);
            }
        });
        ovok = OvokEmulator.builder(s3, "ovok-documents")
                .account(ACCOUNT)
                .accessToken("marker-token")
                .faults(faults)
                .start();
        secrets = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        secrets.createContext("/", exchange -> {
            byte[] body = secret.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(secretStatus.get(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        secrets.start();
    }

    @AfterEach
    void stop() throws IOException {
        secrets.stop(0);
        ovok.close();
        s3.close();
        code.close();
    }

    /** One fault at each call of a transfer. */
    static List<Map.Entry<Operation, Fault>> mishaps() {
        List<Map.Entry<Operation, Fault>> mishaps = new ArrayList<>();
        for (int status : new int[] {301, 400, 401, 402, 403, 404, 413, 418, 422, 429, 500, 503}) {
            mishaps.add(Map.entry(Operation.CREATE_DOCUMENT, status(status).body("application/json", ECHO)));
        }
        Stream.of("marker no json", "{\"id\":\"1\"}", options("marker no url"), options("https://10.0.0.1/marker"))
                .forEach(body -> mishaps.add(
                        Map.entry(Operation.CREATE_DOCUMENT, status(200).body("application/json", body))));
        for (int status : new int[] {400, 403, 404, 409, 412, 500, 503}) {
            Fault.Response response =
                    S3Faults.error(status, "AccessDenied", "Policy marker eyJ Bearer X-Amz-Signature");
            mishaps.add(Map.entry(Operation.POST_OBJECT, response));
            mishaps.add(Map.entry(Operation.GET_OBJECT, response));
        }
        mishaps.add(Map.entry(Operation.POST_OBJECT, S3Faults.error(400, "EntityTooLarge", "marker")));
        mishaps.add(Map.entry(Operation.POST_OBJECT, S3Faults.error(400, "no code marker", "marker")));
        mishaps.add(Map.entry(
                Operation.POST_OBJECT, status(307).header("Location", "https://marker.example.com:99999/eyJ")));
        for (Operation door : List.of(Operation.CREATE_DOCUMENT, Operation.POST_OBJECT, Operation.GET_OBJECT)) {
            mishaps.add(Map.entry(door, Fault.resetBeforeBody()));
            mishaps.add(Map.entry(door, Fault.resetAfterHandling()));
            mishaps.add(Map.entry(door, Fault.truncateResponse(3)));
        }
        return mishaps;
    }

    @Test
    void leaksNothingIfTransferFails() throws Exception {
        int failed = 0;
        try (FunctionProcess process = start("S3Handler", withToken())) {
            for (Map.Entry<Operation, Fault> mishap : mishaps()) {
                faults.next(mishap.getKey(), mishap.getValue());
                InvocationResult result = process.invoke(arrival(), TIMEOUT);
                failed += result instanceof InvocationResult.Success ? 0 : 1;
                assertQuiet(mishap.toString(), result);
            }
        }
        assertThat(failed).as("mishaps that no repetition cures").isGreaterThan(20);
        assertQuietLog();
    }

    @Test
    void leaksNothingToCallersOfApi() throws Exception {
        ObjectNode event =
                (ObjectNode) JSON.readTree(Path.of(System.getProperty("root.directory"), "events", "http-api-put.json")
                        .toFile());
        event.put("rawPath", "/documents/" + NAME);
        try (FunctionProcess process = start("HttpApiHandler", withToken())) {
            for (Map.Entry<Operation, Fault> mishap : mishaps()) {
                faults.next(mishap.getKey(), mishap.getValue());
                InvocationResult result = process.invoke(JSON.writeValueAsBytes(event), TIMEOUT);
                assertThat(result).isInstanceOf(InvocationResult.Success.class);
                JsonNode response = JSON.readTree(result.payload());
                boolean made = response.path("statusCode").asInt() == 201;
                assertThat(response.path("body").asText()).doesNotContainPattern(made ? SECRETS : NAMES);
                faults.script((operation, call) -> Optional.empty());
            }
        }
        assertQuietLog();
    }

    @Test
    void leaksNothingOfMalformedEvents() throws Exception {
        try (FunctionProcess process = start("S3Handler", withToken())) {
            for (String event : List.of(
                    "\"marker\"",
                    "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"object\":{\"key\":\"marker%zz\"}}}]}",
                    "{\"Records\":[{\"eventName\":\"marker\",\"s3\":{\"object\":{\"key\":\"marker/\"}}}]}",
                    "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"a marker\"},"
                            + "\"object\":{\"key\":\"marker\"}}}]}")) {
                assertQuiet(event, process.invoke(event.getBytes(StandardCharsets.UTF_8), TIMEOUT));
            }
        }
        assertQuietLog();
    }

    /** The faults of a sign-in; each needs its own process, which pauses its logins afterwards. */
    static Stream<Map.Entry<Operation, Fault>> signInMishaps() {
        return Stream.of(
                Map.entry(Operation.LOGIN, status(401).body("application/json", ECHO)),
                Map.entry(Operation.LOGIN, status(422).body("application/json", ECHO)),
                Map.entry(Operation.LOGIN, status(500).body("application/json", ECHO)),
                Map.entry(Operation.LOGIN, status(200).body("application/json", "marker no json")),
                Map.entry(
                        Operation.LOGIN,
                        status(200).body("application/json", "{\"accessToken\":\"marker-token marker\"}")),
                Map.entry(Operation.LOGIN, Fault.resetAfterHandling()),
                Map.entry(Operation.CREATE_DOCUMENT, status(401).body("application/json", ECHO)));
    }

    @ParameterizedTest
    @MethodSource("signInMishaps")
    void leaksNothingIfSignInFails(Map.Entry<Operation, Fault> mishap) throws Exception {
        try (FunctionProcess process = start("S3Handler", withSecret())) {
            faults.next(mishap.getKey(), mishap.getValue());
            assertQuiet(mishap.toString(), process.invoke(arrival(), TIMEOUT));
            ovok.revokeTokens();
            assertQuiet("revoked", process.invoke(arrival(), TIMEOUT));
        }
        assertThat(operations()).contains(Operation.LOGIN);
        assertQuietLog();
    }

    @Test
    void leaksNothingOfUnusableSecret() throws Exception {
        try (FunctionProcess process = start("S3Handler", withSecret())) {
            for (String text : List.of("marker", "{\"password\":\"marker-password\"}", SECRET.replace("abcd", "xyz"))) {
                secret.set(json(Map.of("SecretString", text)));
                assertQuiet("a malformed secret", failed(process));
            }
            secretStatus.set(400);
            secret.set(json(Map.of("__type", "AccessDeniedException", "message", "marker-password of marker")));
            assertQuiet("a denied secret", failed(process));
        }
        assertThat(operations()).doesNotContain(Operation.LOGIN);
        assertQuietLog();
    }

    @Test
    void logsNamesOnRequestAndNeverSecrets() throws Exception {
        Map<String, String> environment = new HashMap<>(withToken());
        environment.put("LOG_OBJECT_KEYS", "true");
        try (FunctionProcess process = start("S3Handler", environment)) {
            assertThat(process.invoke(arrival(), TIMEOUT)).isInstanceOf(InvocationResult.Success.class);
        }
        JsonNode line = JSON.readTree(log.stream()
                .filter(text -> text.contains("\"message\":\"transfer\""))
                .findFirst()
                .orElseThrow());
        assertThat(line.path("bucket").asText()).isEqualTo("inbox");
        assertThat(line.path("key").asText()).isEqualTo(KEY);
        assertThat(line.path("fileName").asText()).isEqualTo(NAME);
        assertThat(log).noneMatch(text -> SECRETS.matcher(text).find());
    }

    /** Proves that the search can find what is sent. */
    @Test
    void findsWhatIsSent() throws Exception {
        try (FunctionProcess process = start("S3Handler", withSecret())) {
            assertThat(process.invoke(arrival(), TIMEOUT)).isInstanceOf(InvocationResult.Success.class);
        }
        assertThat(ovok.requests())
                .filteredOn(request -> request.operation() == Operation.CREATE_DOCUMENT)
                .allSatisfy(request ->
                        assertThat(request.header("Authorization").orElse("")).containsPattern(SECRETS));
        assertThat(ovok.documents())
                .allSatisfy(document -> assertThat(document.awaitedKey()).containsPattern(SECRETS))
                .allSatisfy(document -> assertThat(document.fileName()).containsPattern(NAMES));
        assertQuietLog();
    }

    private InvocationResult failed(FunctionProcess process) throws Exception {
        InvocationResult result = process.invoke(arrival(), TIMEOUT);
        assertThat(result).isInstanceOf(InvocationResult.Failure.class);
        return result;
    }

    private List<Operation> operations() {
        return ovok.requests().stream().map(ReceivedRequest::operation).toList();
    }

    /** A caller who gets a document may see its name; one who gets an error sees nothing. */
    private static void assertQuiet(String mishap, InvocationResult result) {
        boolean made = result instanceof InvocationResult.Success;
        assertThat(result.payload()).as(mishap).doesNotContainPattern(SECRETS);
        assertThat(result.payload()).as(mishap).doesNotContainPattern(made ? SECRETS : NAMES);
    }

    private void assertQuietLog() {
        assertThat(log).isNotEmpty();
        assertThat(log).noneMatch(line -> SECRETS.matcher(line).find());
        assertThat(log).noneMatch(line -> NAMES.matcher(line).find());
    }

    private FunctionProcess start(String handler, Map<String, String> environment) throws IOException {
        var configuration = new FunctionConfiguration(
                "Leak",
                "com.ovok.upload.lambda." + handler,
                TIMEOUT,
                512,
                environment,
                FunctionConfiguration.MANAGED_JVM_OPTIONS);
        return FunctionProcess.start(code, configuration, log::add);
    }

    private Map<String, String> withToken() {
        Map<String, String> environment = new HashMap<>(withSecret());
        environment.remove("OVOK_SECRET_ID");
        environment.put("OVOK_ACCESS_TOKEN", "marker-token");
        return environment;
    }

    private Map<String, String> withSecret() {
        return Map.of(
                "OVOK_BASE_URL", ovok.baseUri().toString(),
                "OVOK_SECRET_ID", "uploader",
                "AWS_REGION", s3.region(),
                "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                        "http://127.0.0.1:" + secrets.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID", s3.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", s3.credentials().secretAccessKey());
    }

    /** Returns the event of a file that just arrived, another one each time. */
    private byte[] arrival() throws IOException {
        Path file = Files.writeString(directory.resolve("content"), "hello " + Instant.now());
        s3.put("inbox", KEY, file, "text/plain", Map.of());
        return JSON.writeValueAsBytes(S3Notification.about(arrived.get(), s3.region(), Instant.now()));
    }

    private static String options(String url) {
        return json(Map.of("id", "1", "uploadOptions", Map.of("url", url, "fields", Map.of("Policy", "marker"))));
    }

    private static String json(Map<String, ?> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
