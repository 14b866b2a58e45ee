package com.ovok.upload.post;

import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.ovok.upload.Deadline;
import com.ovok.upload.DialogueServer;
import com.ovok.upload.DialogueServer.Dialogue;
import com.ovok.upload.Problem;
import com.ovok.upload.TestTransport;
import com.ovok.upload.UploadException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of a server while a form is being sent, and their effect on the form. */
@Timeout(60)
@ParameterizedClass
@EnumSource
class InterimResponseTest {
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String PROCESSING = "HTTP/1.1 102 Processing\r\n\r\n";
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nX-Long: a\r\n\r\n";
    private static final String STORED = "HTTP/1.1 204 No Content\r\n\r\n";
    private static final String REFUSED = refusal("Connection: close\r\n");

    private final TestTransport transport;

    @AutoClose
    private final DialogueServer server;

    private final FormUploader uploader;

    InterimResponseTest(TestTransport transport) throws IOException, GeneralSecurityException {
        assumeTrue(transport.isAvailable());
        this.transport = transport;
        server = new DialogueServer(transport.listen());
        uploader = new FormUploader(transport.client(2), new AllowedUploadHosts(true, true, List.of()), once());
    }

    @Test
    @Execution(CONCURRENT)
    void ignoresInterimResponsesInMidBody() {
        stores(server.next("", CONTINUE, PROCESSING, HINTS, CONTINUE + CONTINUE, STORED));
        stores(server.next(CONTINUE, CONTINUE, "", STORED));
        stores(server.next("", "", PROCESSING + HINTS + STORED));
        stores(server.next("", HINTS.repeat(300), HINTS.repeat(300), STORED));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    @Execution(CONCURRENT)
    void ignoresInterimResponsesToLargeFile() {
        stores(server.nextLarge(CONTINUE, CONTINUE, STORED));
        stores(server.nextLarge(PROCESSING + CONTINUE + HINTS, "", CONTINUE + STORED));
        stores(server.nextLarge(HINTS, CONTINUE, CONTINUE, STORED));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    @Execution(CONCURRENT)
    void resumesHeadCutAtAnyByte() {
        for (int cut = 1; cut < HINTS.length(); cut++) {
            stores(server.next("", HINTS.substring(0, cut), HINTS.substring(cut), STORED));
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    @Execution(CONCURRENT)
    void limitsWaitForIncompleteHead() {
        stores(server.nextLarge("HTTP/1.1 10", "0 Continue\r\n\r\n", STORED));
    }

    @Test
    @Execution(CONCURRENT)
    void ignoresLateContinue() {
        stores(server.nextLarge("", CONTINUE, STORED));
    }

    @Test
    @Execution(CONCURRENT)
    void stopsSendingOnFinalResponse() {
        for (String said : List.of(REFUSED, HINTS + REFUSED, CONTINUE + CONTINUE + REFUSED)) {
            isRefused(server.next("", "", said).thenDrain());
            isRefused(server.nextLarge(CONTINUE, "", said).thenDrain());
            isRefused(server.nextLarge(CONTINUE + said).thenDrain());
        }
        stores(server.next("", STORED));
    }

    @Test
    @Execution(CONCURRENT)
    void stopsSendingOnFinalResponseInPieces() {
        int head = REFUSED.indexOf("\r\n\r\n") + 4;
        for (int cut = 1; cut < head; cut++) {
            isRefused(server.next("", HINTS + REFUSED.substring(0, cut), REFUSED.substring(cut))
                    .thenDrain());
        }
    }

    @Test
    @Execution(CONCURRENT)
    void closesConnectionAfterEarlyResponse() {
        isRefused(server.next("", refusal("")).thenDrain());
        stores(server.next("", STORED));

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    @Execution(CONCURRENT)
    void readsResponseBeforeReset() {
        for (int i = 0; i < 20; i++) {
            isRefused(server.next("", REFUSED).thenReset());
        }
    }

    @Test
    @Execution(CONCURRENT)
    void endsBlockedWriteOnFinalResponse() {
        isRefused(server.nextHuge(CONTINUE, REFUSED).whenBlocked(1).thenStop());
        isRefused(server.nextHuge(CONTINUE, HINTS + REFUSED).whenBlocked(1).thenStop());
        stores(server.next("", STORED));
    }

    @Test
    @Execution(CONCURRENT)
    void continuesBlockedWriteAfterInterimResponse() {
        stores(server.nextHuge(CONTINUE, HINTS, STORED).whenBlocked(1));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    @Execution(CONCURRENT)
    void failsOnEndlessInterimResponses() {
        for (Dialogue dialogue : List.of(
                server.next("", "", HINTS).endlessly(),
                server.nextLarge(PROCESSING).endlessly(),
                server.nextLarge(CONTINUE, CONTINUE).endlessly())) {
            assertThat(failure(dialogue)).hasMessageContaining("interim responses");
        }
    }

    @Test
    @Execution(CONCURRENT)
    void countsInterimResponsesPerExchange() {
        for (int i = 0; i < 3; i++) {
            stores(server.next("", CONTINUE.repeat(500), HINTS.repeat(500) + STORED));
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @Execution(CONCURRENT)
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "garbage without an end",
                "\0\0\22\4\0\0\0\0\0\0",
                "HTTP/1.1 two hundred\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 99 Odd\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: TLS/1.2\r\nConnection: Upgrade\r\n\r\n"
            })
    void failsOnMalformedResponse(String said) {
        assertThat(failure(server.next("", said).thenDrain())).hasMessageContaining("broke");
        assertThat(failure(server.nextLarge(CONTINUE, HINTS + said).thenDrain()))
                .hasMessageContaining("broke");
        assertThat(failure(server.nextLarge(said).thenDrain())).hasMessageContaining("broke");
    }

    @Test
    @Execution(CONCURRENT)
    void rejectsSuccessInMidBody() {
        assertThat(failure(server.next("", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
                                .thenDrain())
                        .problem())
                .isEqualTo(Problem.UNAVAILABLE);
    }

    private static String refusal(String header) {
        String body = "<Error><Code>EntityTooLarge</Code><Message>By a test</Message></Error>";
        return "HTTP/1.1 400 Bad Request\r\n" + header + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private void stores(Dialogue dialogue) {
        upload(dialogue);

        byte[] body = dialogue.received();
        int start = new String(body, ISO_8859_1).indexOf("image/png\r\n\r\n") + "image/png\r\n\r\n".length();
        for (int i = 0; i < dialogue.length(); i++) {
            if (body[start + i] != DialogueServer.byteAt(i)) {
                throw new AssertionError("another byte than that of the file at " + i);
            }
        }
    }

    private void isRefused(Dialogue dialogue) {
        UploadException refused = failure(dialogue);

        assertThat(refused).isInstanceOf(UploadException.Rejected.class).hasMessageContaining("400 (EntityTooLarge)");
        assertThat((long) dialogue.received().length).isLessThan(dialogue.length());
    }

    private UploadException failure(Dialogue dialogue) {
        long begun = System.nanoTime();
        UploadException failure = catchThrowableOfType(UploadException.class, () -> upload(dialogue));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(15));
        return failure;
    }

    private void upload(Dialogue dialogue) {
        PresignedPost post = post(transport.url(server.port()).resolve("/ovok-documents"));
        // No case waits for it. On a loaded machine, the JDK's TLS takes long for the largest file.
        Deadline deadline = Deadline.in(Duration.ofMinutes(2), InstantSource.system());
        uploader.upload(
                post,
                () -> {
                    throw new AssertionError("another form was asked for");
                },
                dialogue,
                deadline);
    }
}
