package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.ovok.upload.Log;
import com.ovok.upload.LogCapture;
import com.ovok.upload.http.TlsContext;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class SnapshotPrimingTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "OVOK_BASE_URL", "http://127.0.0.1:1",
            "OVOK_ACCESS_TOKEN", "token",
            "AWS_REGION", "eu-central-1",
            "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

    @Test
    void processesRequestsAndHandshakeWithoutLogLine() {
        try (LogCapture log = new LogCapture()) {
            run(PrimingServer::start);
            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    void failsWithoutResponsesOfServer() {
        try (LogCapture log = new LogCapture()) {
            run(() -> {
                PrimingServer server = PrimingServer.start();
                server.close();
                return server;
            });
            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.path("reason").asText()).contains("The response is 50"));
        }
    }

    @Test
    void logsFailureAndLetsFunctionStart() {
        try (LogCapture log = new LogCapture()) {
            run(() -> {
                throw new BindException("no port");
            });
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.path("level").asText()).isEqualTo("WARN");
                assertThat(line.path("message").asText()).isEqualTo("priming failed");
                assertThat(line.path("reason").asText()).contains("no port");
            });
        }
    }

    @Test
    void keepsLogAfterwards() {
        try (LogCapture log = new LogCapture()) {
            run(PrimingServer::start);
            Log.info("afterwards", Map.of());
            assertThat(log.text()).contains("afterwards");
        }
    }

    /** The port is free when the thread that accepts connections has noticed the end. */
    @Test
    void closesItsServer() throws Exception {
        InetSocketAddress address;
        try (PrimingServer server = PrimingServer.start()) {
            URI url = URI.create(server.url());
            address = new InetSocketAddress(url.getHost(), url.getPort());
            assertThat(accepts(address)).isTrue();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> !accepts(address));
    }

    private static boolean accepts(InetSocketAddress address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    @Test
    void leavesNoThreadOfServer() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        run(PrimingServer::start);

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().contains("HTTP-")) {
                assertThat(thread.join(Duration.ofSeconds(30)))
                        .as(thread.getName())
                        .isTrue();
            }
        }
    }

    @Test
    void startsPrimedFunctionIfSnapshotIsExpected() {
        try (LogCapture log = new LogCapture()) {
            App app = App.start(ENVIRONMENT);
            assertThat(app.transfer()).isNotNull();
            assertThat(log.text()).isEmpty();
        }
    }

    private static void run(Callable<PrimingServer> starter) {
        SnapshotPriming.run(starter, TlsContext.load(false));
    }
}
