package com.ovok.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovok.local.http.Wire.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every fault as a client sees it on the wire. */
class LoopbackServerTest {
    private static final String REQUEST = """
        POST /echo HTTP/1.1
        Host: 127.0.0.1
        Content-Length: 5

        """;

    private final Faults faults = new Faults();
    private final Echo echo = new Echo();

    @AutoClose
    private LoopbackServer server;

    @BeforeEach
    void start() {
        server = LoopbackServer.start(0, Optional.empty(), echo, faults);
    }

    @Test
    void servesRequestsOnOneConnection() throws IOException {
        try (Wire wire = wire()) {
            for (String body : List.of("first", "again")) {
                wire.send(REQUEST + body);
                assertThat(wire.respond().body()).isEqualTo("echo " + body);
            }
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void respondsWithScriptedStatus() throws IOException {
        faults.next(
                Operation.OTHER, Fault.status(503).header("Retry-After", "1").body("application/json", "{}"));
        Response response = Wire.exchange(server.uri(), REQUEST, "hello".getBytes(UTF_8));
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers())
                .containsEntry("Retry-After", "1")
                .containsEntry("Content-Type", "application/json");
        assertThat(response.body()).isEqualTo("{}");
        assertThat(echo.heard()).isEmpty();
    }

    @Test
    void respondsBeforeBody() throws IOException {
        faults.next(Operation.OTHER, Fault.status(403).beforeBody());
        try (Wire wire = wire()) {
            wire.send(REQUEST);
            assertThat(wire.respond()).satisfies(response -> {
                assertThat(response.status()).isEqualTo(403);
                assertThat(response.headers()).containsEntry("Connection", "close");
            });
        }
    }

    @Test
    void respondsWithoutBody() throws IOException {
        faults.next(Operation.OTHER, Fault.status(204));
        assertThat(status()).isEqualTo(204);
    }

    @Test
    void appliesFaultsToScriptedCallsOnly() throws IOException {
        faults.pass(Operation.OTHER, 1).next(Operation.OTHER, Fault.status(500), Fault.status(429));
        assertThat(List.of(status(), status(), status(), status())).containsExactly(200, 500, 429, 200);
    }

    @Test
    void passesCallNumberToScript() throws IOException {
        faults.script((operation, call) ->
                operation == Operation.OTHER && call == 2 ? Optional.of(Fault.status(500)) : Optional.empty());
        assertThat(List.of(status(), status(), status())).containsExactly(200, 500, 200);
    }

    @Test
    void delaysResponse() throws IOException {
        faults.next(Operation.OTHER, Fault.delay(Duration.ofMillis(300)));
        long start = System.nanoTime();
        assertThat(status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void resetsBeforeBody() throws IOException {
        faults.next(Operation.OTHER, Fault.resetBeforeBody());
        assertReset(REQUEST);
        assertThat(echo.heard()).isEmpty();
    }

    @Test
    void resetsInMidBody() throws IOException {
        faults.next(Operation.OTHER, Fault.resetDuringBody(3));
        assertReset(REQUEST + "hel");
        assertThat(echo.heard()).isEmpty();
    }

    @Test
    void resetsAfterHandling() throws IOException {
        faults.next(Operation.OTHER, Fault.resetAfterHandling());
        assertReset(REQUEST + "hello");
        assertThat(echo.heard()).containsExactly("hello");
    }

    @Test
    void truncatesResponse() throws IOException {
        faults.next(Operation.OTHER, Fault.truncateResponse(4));
        try (Wire wire = wire()) {
            wire.send(REQUEST + "hello");
            String all = new String(wire.input().readAllBytes(), UTF_8);
            assertThat(all)
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Content-Length: 10")
                    .endsWith("\r\n\r\necho");
        }
    }

    @Test
    void stallsAfterRequest() throws IOException {
        faults.next(Operation.OTHER, Fault.stall());
        assertSilence("", REQUEST + "hello");
        assertThat(echo.heard()).isEmpty();
    }

    @Test
    void stallsInMidResponse() throws IOException {
        faults.next(Operation.OTHER, Fault.stallResponse(4));
        assertSilence("echo", REQUEST + "hello");
    }

    @Test
    void dripsResponse() throws IOException {
        faults.next(Operation.OTHER, Fault.dripResponse(8));
        long start = System.nanoTime();
        Response response = Wire.exchange(server.uri(), REQUEST, "hello".getBytes(UTF_8));
        assertThat(response.body()).isEqualTo("echo hello");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void closesDuringStalledRequest() throws IOException {
        faults.next(Operation.OTHER, Fault.stall());
        try (Wire wire = wire()) {
            wire.send(REQUEST + "hello");
            await().until(() -> !server.requests().isEmpty());
            server.close();
            assertThatThrownBy(wire::respond).isInstanceOf(IOException.class);
        }
    }

    private int status() throws IOException {
        return Wire.exchange(server.uri(), REQUEST, "hello".getBytes(UTF_8)).status();
    }

    private void assertReset(String request) throws IOException {
        try (Wire wire = wire()) {
            wire.send(request);
            assertThatIOException().isThrownBy(wire::respond).isInstanceOf(SocketException.class);
        }
    }

    private void assertSilence(String heardBefore, String request) throws IOException {
        try (Wire wire = wire()) {
            wire.timeout(Duration.ofMillis(300));
            wire.send(request);
            var heard = new StringBuilder();
            assertThatThrownBy(() -> {
                        while (true) {
                            heard.append((char) wire.input().read());
                        }
                    })
                    .isInstanceOf(SocketTimeoutException.class);
            assertThat(heard.toString()).endsWith(heardBefore);
        }
    }

    @Test
    void listensOnEveryAddress() throws IOException {
        try (LoopbackServer both =
                LoopbackServer.start(ServerAddresses.of("127.0.0.2"), 0, Optional.empty(), echo, faults)) {
            for (String host : List.of("127.0.0.1", "127.0.0.2")) {
                assertThat(Wire.exchange(both.uri(host), REQUEST, "hello".getBytes(UTF_8))
                                .body())
                        .isEqualTo("echo hello");
            }
        }
    }

    @Test
    void freesAllAddressesIfOneIsInUse() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.2"))) {
            int port = taken.getLocalPort();
            ServerAddresses addresses = ServerAddresses.of("127.0.0.2");
            assertThatThrownBy(() -> LoopbackServer.start(addresses, port, Optional.empty(), echo, faults))
                    .hasMessage("cannot listen on port " + port + " of 127.0.0.1 and 127.0.0.2");
            LoopbackServer.start(port, Optional.empty(), echo, faults).close();
        }
    }

    @Test
    void rejectsRequestsOfForeignPages() throws IOException {
        faults.next(Operation.OTHER, Fault.status(503));
        String rebound = REQUEST.replace("127.0.0.1", "evil.example");
        assertThat(Wire.exchange(server.uri(), rebound, "hello".getBytes(UTF_8)).status())
                .isEqualTo(421);
        String form = REQUEST.replace("Content-Length", "Origin: https://evil.example\nContent-Length");
        assertThat(Wire.exchange(server.uri(), form, "hello".getBytes(UTF_8)).status())
                .isEqualTo(403);
        assertThat(echo.heard()).isEmpty();
        assertThat(server.requests()).isEmpty();
        assertThat(Wire.exchange(server.uri(), REQUEST, "hello".getBytes(UTF_8)).status())
                .as("the fault is for the next request that is served")
                .isEqualTo(503);
    }

    @Test
    void rejectsBeforeLargeBody() throws IOException {
        try (Wire wire = wire()) {
            wire.send(REQUEST.replace("127.0.0.1", "evil.example").replace("5", "500000000"));
            assertThat(wire.respond().headers()).containsEntry("Connection", "close");
        }
    }

    private Wire wire() throws IOException {
        return Wire.to(server.uri());
    }
}
