package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.CAT;
import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.entry;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.endless;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.reset;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ovok.OvokDocuments.Path;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of OVOK that end without a complete response, and which of them are retried. */
@Timeout(60)
class BrokenCallTest {
    @AutoClose
    private WireServer ovok;

    private OvokDocuments documents;

    @BeforeEach
    void start() throws IOException {
        ovok = new WireServer();
        documents =
                new OvokDocuments(new OvokClient(ovok.url(), TestTls.JDK), Path.DOCUMENTDEV, Samples.token(), once());
    }

    @Test
    void doesNotRetryBrokenConnection() {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":";
        ovok.then(hangUpAfter(""), reset(), hangUpAfter(half), hangUpAfter("SSH-2.0\r\n"));

        for (int i = 1; i <= 4; i++) {
            assertThat(refusal().problem()).isEqualTo(Problem.OVOK_FAULT);
            assertThat(ovok.requests())
                    .as("a second one would make a second document")
                    .hasSize(1);
        }
    }

    /** OVOK may have created the document before it failed to send a final status. */
    @Test
    void failsOnEndlessInterimResponses() {
        String interim = "HTTP/1.1 102 Processing\r\n\r\n";
        ovok.otherwise(endless(interim, interim, new CountDownLatch(1)));

        assertThat(refusal())
                .hasMessageStartingWith("OVOK sent more than 1000 interim responses (1xx) and no final one.")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.OVOK_FAULT));
        assertThat(ovok.requests()).hasSize(1);
    }

    @Test
    void doesNotRetryClosedConnection() {
        ovok.then(response(200, entry(ovok.url())), hangUpAfter(""), response(200, entry(ovok.url())));
        documents.create(CAT, deadline());

        assertThat(refusal().problem()).isEqualTo(Problem.OVOK_FAULT);
        assertThat(ovok.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Le",
                "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"id\":\"1\""
            })
    void closesStalledConnectionAtDeadline(String start) throws InterruptedException {
        CountDownLatch clientLeft = new CountDownLatch(1);
        ovok.then(stallAfter(start, clientLeft));
        Deadline soon = Deadline.in(Duration.ofMillis(700), InstantSource.system());

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> documents.create(CAT, soon))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.DEADLINE));
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
    }

    @Test
    void sendsNothingAfterDeadline() {
        Deadline passed = Deadline.in(Duration.ZERO, () -> Instant.EPOCH);

        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(() -> documents.create(CAT, passed));
        assertThat(ovok.connections()).isZero();
    }

    @Test
    void isUnavailableWithoutServer() throws IOException {
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI nowhere = URI.create("http://127.0.0.1:" + reserved.getLocalPort());
            documents =
                    new OvokDocuments(new OvokClient(nowhere, TestTls.JDK), Path.DOCUMENTDEV, Samples.token(), once());

            assertThat(refusal())
                    .hasMessageContaining("could not be reached")
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
        }
    }

    /** A label of more than 63 letters, which the resolver rejects without a query. */
    @Test
    void isUnavailableWithoutAddress() {
        URI nowhere = URI.create("https://" + "o".repeat(64) + ".invalid");
        documents = new OvokDocuments(new OvokClient(nowhere, TestTls.JDK), Path.DOCUMENTDEV, Samples.token(), once());

        assertThat(refusal())
                .hasMessageContaining("host name cannot be resolved")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
    }

    @Test
    void retriesBusyHost() {
        List<Duration> pauses = new ArrayList<>();
        OvokDocuments patient = new OvokDocuments(
                new OvokClient(ovok.url(), TestTls.JDK),
                Path.DOCUMENTDEV,
                Samples.token(),
                RetryPolicy.standard(pauses::add));
        ovok.then(response(429, "", "Retry-After: 9"), response(503, ""), response(200, entry(ovok.url())));

        assertThat(patient.create(CAT, deadline()).documentId()).isEqualTo("7f0d1a52");
        assertThat(pauses).hasSize(2).first().isEqualTo(Duration.ofSeconds(9));
        assertThat(ovok.requests()).hasSize(3);
    }

    @Test
    void doesNotRetryServerErrors() {
        OvokDocuments patient = new OvokDocuments(
                new OvokClient(ovok.url(), TestTls.JDK),
                Path.DOCUMENTDEV,
                Samples.token(),
                RetryPolicy.standard(pause -> Assertions.fail("waited")));
        ovok.otherwise(response(500, ""));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> patient.create(CAT, deadline()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.OVOK_FAULT));
        assertThat(ovok.requests()).hasSize(1);
    }

    private UploadException refusal() {
        UploadException refusal = catchThrowableOfType(UploadException.class, () -> documents.create(CAT, deadline()));
        assertQuiet(printed(requireNonNull(refusal)));
        return refusal;
    }
}
