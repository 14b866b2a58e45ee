package com.ovok.local.e2e.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deployed function as Lambda runs it with SnapStart: started, frozen, and restored by the first event. */
class SnapStartIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String SECRET = """
        {"SecretString":"{\\"email\\":\\"uploader@example.com\\",\\"password\\":\\"local-password\\",\
        \\"clientId\\":\\"00000000-0000-4000-8000-000000000000\\"}"}\
        """;
    private static final String CREDENTIALS_CALL = "CREDENTIALS";
    private static final String SECRET_CALL = "SECRET";

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private TestEnvironment scene;
    private HttpServer aws;

    @BeforeEach
    void start() throws IOException {
        scene = new TestEnvironment();
        scene.faults.script((operation, call) -> {
            calls.add(operation.name());
            return Optional.empty();
        });
        aws = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        serve("/credentials", credentials());
        serve("/", SECRET);
        aws.start();
    }

    @AfterEach
    void stop() throws IOException {
        aws.stop(0);
        scene.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"S3Handler", "HttpApiHandler"})
    void makesNoCallsBeforeRestore(String handler) throws Exception {
        byte[] event = event(handler);
        try (FunctionProcess process = scene.process(handler, TIMEOUT, environment())) {
            process.awaitSnapshot();
            assertThat(calls).isEmpty();
            assertThat(scene.logged("priming failed")).isFalse();
            assertThat(connections(process))
                    .as("but for the one on which the runtime waits")
                    .hasSize(1);

            scene.ovok.revokeTokens();
            assertThat(process.invoke(event, TIMEOUT)).isInstanceOf(InvocationResult.Success.class);
            assertThat(scene.complete()).extracting(scene::stored).hasSize(1);
            assertThat(calls)
                    .containsOnlyOnce(CREDENTIALS_CALL, SECRET_CALL, "LOGIN", "CREATE_DOCUMENT", "POST_OBJECT")
                    .doesNotContain("REFRESH_TOKEN");
        }
    }

    private byte[] event(String handler) throws IOException {
        byte[] event = handler.equals("S3Handler")
                ? scene.arrival("a.txt", "hello", "01")
                : Files.readAllBytes(Path.of(System.getProperty("root.directory"), "events", "http-api-put.json"));
        calls.clear();
        return event;
    }

    /** Without keys and tokens, as with SnapStart: the function must fetch them. */
    private Map<String, String> environment() {
        String endpoint = "http://127.0.0.1:" + aws.getAddress().getPort();
        Map<String, String> environment = new TreeMap<>(FunctionConfiguration.SNAP_START);
        environment.putAll(Map.of(
                "AWS_ACCESS_KEY_ID", "",
                "AWS_SECRET_ACCESS_KEY", "",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI", endpoint + "/credentials",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER", endpoint,
                "OVOK_ACCESS_TOKEN", "",
                "OVOK_SECRET_ID", "uploader"));
        return environment;
    }

    /** Returns a process's TCP sockets by inode; the JVM has another one, which is not connected. */
    private static List<String> connections(FunctionProcess process) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        List<String> open = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(proc.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                open.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> lines(proc.resolve(table)))
                .map(line -> "socket:[" + line.strip().split("\\s+", -1)[9] + "]")
                .filter(open::contains)
                .toList();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a session token, which this S3 server does not accept. */
    private String credentials() {
        return """
            {"AccessKeyId":"%s","SecretAccessKey":"%s","Expiration":"2099-01-01T00:00:00Z"}\
            """.formatted(
                scene.s3.credentials().accessKeyId(), scene.s3.credentials().secretAccessKey());
    }

    private void serve(String path, String response) {
        aws.createContext(path, exchange -> {
            calls.add(path.equals("/") ? SECRET_CALL : CREDENTIALS_CALL);
            exchange.sendResponseHeaders(200, response.getBytes(UTF_8).length);
            exchange.getResponseBody().write(response.getBytes(UTF_8));
            exchange.close();
        });
    }
}
