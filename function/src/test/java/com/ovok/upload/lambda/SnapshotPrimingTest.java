package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Log;
import com.ovok.upload.LogCapture;
import com.ovok.upload.http.TlsContext;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    /** Another process can take the port of a closed server, but hardly three times. */
    @Test
    void closesItsServer() throws Exception {
        List<Boolean> closed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            closed.add(isClosedAtEnd());
        }
        assertThat(closed).contains(true);
    }

    private static boolean isClosedAtEnd() throws Exception {
        InetSocketAddress address;
        try (PrimingServer server = PrimingServer.start();
                Socket socket = new Socket()) {
            URI url = URI.create(server.url());
            address = new InetSocketAddress(url.getHost(), url.getPort());
            socket.connect(address);
        }
        try (Socket socket = new Socket()) {
            socket.connect(address);
            return false;
        } catch (ConnectException e) {
            return true;
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
