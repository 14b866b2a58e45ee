package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import com.ovok.local.Programs;
import com.ovok.local.run.NetworkNamespace.Result;
import com.ovok.local.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The serving environment, used from another network as containers use it. */
class NetworkNamespaceIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path ROOT = Serving.ROOT;
    private static final String CONTAINER_HOST = "host.docker.internal";
    private static final String HANDLER = "com.ovok.upload.lambda.S3Handler";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static NetworkNamespace namespace;
    private static Serving serving;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(Programs.isOnPath("ip") && Programs.isOnPath("curl"), "ip or curl is not installed");
        namespace = allowedNamespace();
        serving = Serving.start(directory, "--host=" + namespace.hostAddress());
    }

    private static NetworkNamespace allowedNamespace() throws InterruptedException {
        try {
            return NetworkNamespace.create();
        } catch (IOException e) {
            System.err.println("no network namespace is allowed here, so nothing is tried from one: " + e.getMessage());
            return abort("no network namespace is allowed here: " + e.getMessage());
        }
    }

    @AfterAll
    static void stop() {
        if (serving != null) {
            serving.close();
        }
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void explainsUseFromContainers() throws IOException {
        assertThat(serving.shown())
                .contains("Serving on 127.0.0.1 and " + namespace.hostAddress() + " until Ctrl-C:")
                .contains("WARNING: all of this is open to every machine and container that reaches ")
                .contains("sam local invoke S3Function --event events/s3-put.json --env-vars local/run/target/env.json"
                        + " --region eu-central-1");
    }

    @Test
    void servesPageApiFunctionsAndOvok() throws Exception {
        assertThat(curl(url(ports().api(), "/"))).contains("<title>OVOK on this machine</title>");
        assertThat(curl("-T", ROOT.resolve("LICENSE").toString(), url(ports().api(), "/documents/")))
                .contains("\"fileName\":\"LICENSE\"");
        assertThat(curl(
                        "--data-binary",
                        "@" + ROOT.resolve("events/s3-test-event.json"),
                        url(ports().invoke(), "/2015-03-31/functions/S3Function/invocations")))
                .isEqualTo("[]");
        assertThat(curl("-H", "Authorization: Bearer local-access-token", url(ports().ovok(), "/document")))
                .contains("\"resources\"");
    }

    @Test
    void transfersFileInInbox() throws Exception {
        curl(
                "--fail",
                "--aws-sigv4",
                "aws:amz:eu-central-1:s3",
                "--user",
                "localaccesskey:localsecretkey",
                "-H",
                "x-amz-content-sha256: " + sha256(Files.readAllBytes(ROOT.resolve("LICENSE"))),
                "-T",
                ROOT.resolve("LICENSE").toString(),
                url(ports().s3(), "/ovok-inbox/put.txt"));
        await().atMost(PATIENCE).until(() -> documents("put.txt").size() == 1);
        assertThat(documents("put.txt").getFirst().path("complete").asBoolean()).isTrue();
    }

    /** Unchanged: its version exists, and no file was sent before. */
    @ParameterizedTest
    @ValueSource(strings = {"s3-put.json", "s3-put-encoded-key.json", "s3-put-unversioned.json"})
    void transfersObjectInNamespace(String event) throws Exception {
        Path settings = ROOT.resolve("local/run/target/env.json");
        JsonNode entry = JSON.readTree(invoke(ROOT.resolve("events").resolve(event), settings))
                .path(0);
        isPicture(entry.path("id").asText());
    }

    /** Settings for Docker Desktop, where a container reaches its machine by this name, and not by its address. */
    @Test
    void transfersObjectByContainerHostName() throws Exception {
        Path hosts = Files.writeString(directory.resolve("hosts"), namespace.hostAddress() + " " + CONTAINER_HOST);
        String settings = Files.readString(ROOT.resolve("local/run/target/env.json"))
                .replace(namespace.hostAddress(), CONTAINER_HOST);
        Path named = Files.writeString(directory.resolve("named.json"), settings);
        String response = invoke(ROOT.resolve("events/s3-put.json"), named, "-Djdk.net.hosts.file=" + hosts);
        isPicture(JSON.readTree(response).at("/0/id").asText());
    }

    @Test
    void reportsMissingVersion() throws Exception {
        String event = Files.readString(ROOT.resolve("events/s3-put.json")).replace("lgqzX3naCzcF", "another");
        Path file = Files.writeString(directory.resolve("event.json"), event);
        assertThat(JSON.readTree(invoke(file, ROOT.resolve("local/run/target/env.json")))
                        .path("errorMessage")
                        .asText())
                .startsWith("S3 returned 404 (NoSuchVersion) ")
                .endsWith("#source-not-found");
    }

    @Test
    void cannotReachLoopback() throws Exception {
        try (S3Server closed = S3Server.builder("inbox").start()) {
            Result curl =
                    namespace.run("curl", "--silent", url(closed.endpoint().getPort(), "/"));
            assertThat(curl.status()).as("connection refused").isEqualTo(7);
        }
    }

    /** Runs the package in the namespace, as {@code sam local invoke} does in a container. */
    private static String invoke(Path event, Path settings, String... options) throws Exception {
        List<String> command = new ArrayList<>(namespace.prefix());
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ContainerRun.class.getName()));
        command.addAll(List.of(ROOT.resolve("function/target/function.zip").toString(), HANDLER));
        command.addAll(List.of(settings.toString(), event.toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "AWS_REGION", "eu-central-1",
                        "AWS_ACCESS_KEY_ID", "localaccesskey",
                        "AWS_SECRET_ACCESS_KEY", "localsecretkey"));
        Process process = builder.start();
        String response = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return response;
    }

    private static void isPicture(String documentId) throws Exception {
        JsonNode document = JSON.readTree(curl(url(ports().api(), "/documents.json")))
                .valueStream()
                .filter(held -> held.path("id").asText().equals(documentId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("OVOK holds no document " + documentId));
        assertThat(document.path("complete").asBoolean()).isTrue();
        assertThat(document.path("sha256").asText()).isEqualTo(sha256(new Samples(ROOT.resolve("events")).picture()));
    }

    private static List<JsonNode> documents(String name) throws Exception {
        return JSON.readTree(curl(url(ports().api(), "/documents.json")))
                .valueStream()
                .filter(document -> document.path("name").asText().equals(name))
                .toList();
    }

    private static String curl(String... arguments) throws Exception {
        Result result = namespace.run(
                Stream.concat(Stream.of("curl", "--silent", "--show-error", "--noproxy", "*"), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(result.status()).as(result.output()).isZero();
        return result.output();
    }

    private static Ports ports() {
        return serving.ports();
    }

    private static String url(int port, String path) {
        return "http://" + namespace.hostAddress() + ":" + port + path;
    }

    private static String sha256(byte[] content) {
        return Hashing.sha256().hashBytes(content).toString();
    }
}
