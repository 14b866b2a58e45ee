package com.ovok.upload.http;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.WireServer.endless;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.literal;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.ovok.upload.WireServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges of the generated code, and the reuse of their connections. */
@Timeout(60)
class ApacheHttpClientAdapterTest {
    private static final int MOST = 1 << 20;

    @AutoClose
    private WireServer server;

    private ApacheHttpClientAdapter transport;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
        transport = new ApacheHttpClientAdapter(new DeadlineHttpClient(2, TestTls.JDK), deadline());
    }

    @Test
    void sendsRequestUnchanged() throws IOException {
        server.then(response(200, ""));
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("/a%2Fb?c=%20d"))
                .method("PATCH", BodyPublishers.ofString("größer"))
                .header("x-twice", "one")
                .header("X-Twice", "two")
                .header("Content-Type", "text/plain")
                .build();

        transport.send(request, BodyHandlers.ofString());

        WireServer.Request sent = server.request();
        assertThat(sent.line()).isEqualTo("PATCH /a%2Fb?c=%20d HTTP/1.1");
        assertThat(sent.text()).isEqualTo("größer");
        assertThat(sent.headers())
                .containsExactlyInAnyOrder(
                        "x-twice: one",
                        "x-twice: two",
                        "Content-Type: text/plain",
                        "Content-Length: 8",
                        "Host: " + server.url().getAuthority(),
                        "Connection: keep-alive");
    }

    @Test
    void findsHeadersInAnyCase() throws IOException {
        server.then(response(200, "", "X-Twice: one", "Retry-After: 9", "x-twice: two"));

        HttpResponse<String> response = get();

        assertThat(response.headers().allValues("x-TWICE")).containsExactly("one", "two");
        assertThat(response.headers().firstValue("retry-after")).hasValue("9");
    }

    @Test
    void reusesConnectionAfterCompleteResponse() throws IOException {
        server.then(response(200, "x".repeat(MOST)), response(500, "two"), response(200, ""), response(204, ""));

        assertThat(get().body()).hasSize(MOST);
        assertThat(get().body()).isEqualTo("two");
        assertThat(get().body()).isEmpty();
        assertThat(get().body()).isEmpty();
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void cutsTooLargeResponse() throws Exception {
        CountDownLatch clientLeft = new CountDownLatch(1);
        server.then(
                endless("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", clientLeft), response(200, "next"));

        assertThat(get().body()).hasSizeBetween(MOST / 2, MOST).isBlank();
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
        assertThat(get().body()).isEqualTo("next");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void cutsResponseOneByteTooLarge() throws IOException {
        server.then(response(200, "x".repeat(MOST + 1)), response(200, "next"));

        assertThat(get().body()).hasSizeBetween(MOST / 2, MOST);
        assertThat(get().body()).isEqualTo("next");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void returnsBeginningOfBrokenResponse() throws IOException {
        server.then(
                hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nsome"),
                hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"));

        assertThat(get().body()).isEqualTo("some");
        assertThatIOException().isThrownBy(this::get);
    }

    @Test
    void readsUnencodedBody() throws IOException {
        server.then(response(200, "\ufeffplain", "Content-Encoding: identity"));

        assertThat(get().body()).isEqualTo("plain");
    }

    @Test
    void rejectsCompressedResponse() throws IOException {
        server.then(response(200, "small", "Content-Encoding: gzip"), response(200, "next"));

        assertThatIOException().isThrownBy(this::get);
        assertThat(get().body()).isEqualTo("next");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void doesNotFollowRedirects() throws IOException {
        server.then(response(307, "", "Location: " + server.url() + "/elsewhere"));

        assertThat(get().statusCode()).isEqualTo(307);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":"})
    void closesConnectionWhenInterrupted(String start) throws Exception {
        CountDownLatch clientLeft = new CountDownLatch(1);
        CompletableFuture<Object> outcome = new CompletableFuture<>();
        server.then(stallAfter(start, clientLeft));
        Thread caller = Thread.startVirtualThread(() -> {
            try {
                outcome.complete(get());
            } catch (IOException e) {
                outcome.complete(e);
            }
        });
        server.request();

        caller.interrupt();

        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "204 No Content\r\n\r\n",
                "304 Not Modified\r\n\r\n",
                "304 Not Modified\r\nContent-Length: 53\r\n\r\n",
                "200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void ignoresBytesAfterResponse(String head) throws IOException {
        String unasked = "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nunasked";
        server.then(literal("HTTP/1.1 " + head + unasked), response(200, "asked"));

        assertThat(get().body()).isEmpty();
        assertThat(get().body()).isEqualTo("asked");
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified", "304 Not Modified\r\nContent-Length: 4"})
    void ignoresForbiddenBody(String head) throws IOException {
        server.then(literal("HTTP/1.1 " + head + "\r\n\r\nbody"), response(200, "asked"));

        assertThat(get().body()).isEmpty();
        assertThat(get().body()).isEqualTo("asked");
    }

    private HttpResponse<String> get() throws IOException {
        return transport.send(HttpRequest.newBuilder(server.url()).build(), BodyHandlers.ofString());
    }
}
