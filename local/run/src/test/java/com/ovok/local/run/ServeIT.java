package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovok.local.http.ServerAddresses;
import com.ovok.local.ovok.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The serving environment with the deployed function. */
class ServeIT {
    private static final String ROOT = System.getProperty("root.directory");
    private static final Path ZIP = Path.of(ROOT, "function", "target", "function.zip");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void transfersFilesOfApi() throws Exception {
        try (LocalEnvironment stack = start()) {
            Ports ports = stack.serve(Ports.FREE, log::add);
            HttpRequest request = HttpRequest.newBuilder(at(ports.api(), "/documents/%C3%9Cber%20uns.txt"))
                    .header("Content-Type", "text/plain")
                    .PUT(BodyPublishers.ofString("hello"))
                    .build();
            assertThat(send(request).statusCode()).isEqualTo(201);
            assertThat(stack.ovok().documents()).singleElement().satisfies(document -> {
                assertThat(document.fileName()).isEqualTo("Über uns.txt");
                assertThat(document.isComplete()).isTrue();
            });
        }
    }

    @Test
    void showsDocumentsWithoutForeignScripts() throws Exception {
        try (LocalEnvironment stack = start()) {
            Ports ports = stack.serve(Ports.FREE, log::add);
            HttpResponse<String> page =
                    send(HttpRequest.newBuilder(at(ports.api(), "/")).build());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
            assertThat(page.body())
                    .contains("<title>OVOK on this machine</title>")
                    .doesNotContain("://", "{nonce}");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'nonce-")
                    .doesNotContain("unsafe", "{nonce}");
            HttpResponse<String> list = send(
                    HttpRequest.newBuilder(at(ports.api(), "/documents.json")).build());
            assertThat(list.body()).isEqualTo("[]");
        }
    }

    @Test
    void passesOtherPathsToGateway() throws Exception {
        try (LocalEnvironment stack = start()) {
            Ports ports = stack.serve(Ports.FREE, log::add);
            for (String path : List.of("/documents", "/documents/a.txt", "/documents.json/", "/index.html")) {
                assertThat(send(HttpRequest.newBuilder(at(ports.api(), path)).build())
                                .statusCode())
                        .isEqualTo(404);
            }
            HttpRequest post = HttpRequest.newBuilder(at(ports.api(), "/"))
                    .POST(BodyPublishers.noBody())
                    .build();
            assertThat(send(post).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void transfersFilesInInbox() throws Exception {
        try (LocalEnvironment stack = start();
                S3Client s3 = S3Client.builder()
                        .endpointOverride(stack.s3().endpoint())
                        .forcePathStyle(true)
                        .region(Region.of(stack.s3().region()))
                        .credentialsProvider(
                                StaticCredentialsProvider.create(stack.s3().credentials()))
                        .build()) {
            stack.serve(Ports.FREE, log::add);
            s3.putObject(put -> put.bucket(LocalEnvironment.INBOX).key("a/b c.txt"), RequestBody.fromString("hello"));
            await().atMost(PATIENCE).until(() -> log.stream().anyMatch(line -> line.startsWith("S3Function returned")));
            assertThat(stack.ovok().documents())
                    .singleElement()
                    .extracting(Document::fileName, Document::isComplete)
                    .containsExactly("b c.txt", true);
        }
    }

    @Test
    void runsFunctionsByName() throws Exception {
        try (LocalEnvironment stack = start()) {
            Ports ports = stack.serve(Ports.FREE, log::add);
            HttpRequest request = HttpRequest.newBuilder(
                            at(ports.invoke(), "/2015-03-31/functions/S3Function/invocations"))
                    .POST(BodyPublishers.ofFile(Path.of(ROOT, "events", "s3-test-event.json")))
                    .build();
            assertThat(send(request).body()).isEqualTo("[]");
        }
    }

    @Test
    void leavesNothingBehind() throws Exception {
        Process main = Serving.start(directory).process();
        List<ProcessHandle> functions = main.toHandle().descendants().toList();
        assertThat(functions).isNotEmpty();
        main.destroy();
        assertThat(main.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(functions).noneMatch(ProcessHandle::isAlive);
        assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void endsWithParentProcess() throws Exception {
        Process shell = Serving.startIn(List.of("sh", "-c", "\"$@\"; true", "sh"), directory)
                .process();
        List<ProcessHandle> all = shell.toHandle().descendants().toList();
        assertThat(all).hasSizeGreaterThan(1);
        shell.destroyForcibly();
        await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void namesPortsInUse() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            Ports ports = new Ports(0, socket.getLocalPort(), 0, 0);
            assertThatNoException().isThrownBy(ports::requireFree);
            for (String host : List.of("127.0.0.2", "0.0.0.0")) {
                Ports there = ports.on(ServerAddresses.of(host));
                assertThatThrownBy(there::requireFree).isInstanceOfSatisfying(ExitException.class, exit -> {
                    assertThat(exit.code()).isEqualTo(ExitException.PORT_IN_USE);
                    assertThat(exit.line())
                            .startsWith("in use on " + there.addresses() + ": port " + socket.getLocalPort() + ";");
                });
            }
        }
    }

    private LocalEnvironment start() throws IOException {
        return LocalEnvironment.start(ZIP, System.err::println);
    }

    private static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
