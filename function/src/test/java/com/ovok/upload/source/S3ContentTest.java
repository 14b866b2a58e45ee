package com.ovok.upload.source;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.endless;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The body of an object, from its first byte to its last. */
@Timeout(60)
class S3ContentTest {
    @AutoClose
    private Inbox inbox;

    @BeforeEach
    void start() throws IOException {
        inbox = new Inbox();
    }

    @Test
    void returnsLengthNameAndBytes() throws IOException {
        inbox.s3.then(response(200, "meow", "Content-Type: image/png"));

        try (Content content = inbox.open()) {
            assertThat(content.length()).isEqualTo(4);
            assertThat(content.file().fileName()).isEqualTo("marker-object-key");
            assertThat(content.file().contentType()).isEqualTo("image/png");
            assertThat(content.stream()).hasContent("meow");
        }
    }

    @Test
    void acceptsEmptyObject() throws IOException {
        inbox.s3.then(response(200, ""));

        try (Content content = inbox.open()) {
            assertThat(content.length()).isZero();
            assertThat(content.stream()).isEmpty();
        }
    }

    @Test
    void keepsCompressedObject() throws IOException {
        inbox.s3.then(response(200, new byte[] {31, (byte) 139, 8, 0}, "Content-Encoding: gzip"));

        try (Content content = inbox.open()) {
            assertThat(content.length()).isEqualTo(4);
            assertThat(content.stream()).hasBinaryContent(new byte[] {31, (byte) 139, 8, 0});
        }
    }

    @Test
    void pinsSecondStreamToFirstETag() throws IOException {
        inbox.s3.then(
                response(200, "meow", "ETag: \"e1\""), response(200, "meow", "ETag: \"e1\""), response(200, "meow"));

        try (Content content = inbox.open()) {
            assertThat(content.stream()).hasContent("meow");
            assertThat(content.stream()).hasContent("meow");
            assertThat(content.stream()).hasContent("meow");
        }
        assertThat(inbox.s3.request().header("If-Match")).isEmpty();
        assertThat(inbox.s3.request().header("If-Match")).contains("\"e1\"");
        assertThat(inbox.s3.request().header("If-Match")).contains("\"e1\"");
    }

    @Test
    void pinsSecondStreamToEventETag() throws IOException {
        inbox.s3.then(response(200, "meow", "ETag: \"other\""), response(200, "meow"));

        try (Content content = inbox.open("of-the-event", deadline())) {
            assertThat(content.stream()).hasContent("meow");
            assertThat(content.stream()).hasContent("meow");
        }
        assertThat(inbox.s3.requests())
                .extracting(request -> request.header("If-Match").orElseThrow())
                .containsExactly("\"of-the-event\"", "\"of-the-event\"");
    }

    @Test
    void failsIfOverwrittenBeforeSecondStream() throws IOException {
        inbox.s3.then(response(200, "meow", "ETag: \"e1\""), response(412, s3Error("PreconditionFailed", "x")));

        try (Content content = inbox.open()) {
            assertThat(content.stream()).hasContent("meow");
            assertThatExceptionOfType(UploadException.Rejected.class)
                    .isThrownBy(content::stream)
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.SOURCE_CHANGED));
        }
    }

    @Test
    void failsOnBrokenConnection() throws IOException {
        inbox.s3.then(hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nmeow"), response(200, "meow"));

        try (Content content = inbox.open()) {
            assertThat(content.length()).isEqualTo(10);
            assertThatIOException().isThrownBy(() -> content.stream().readAllBytes());
        }
        inbox.open().close();
    }

    @Test
    void reusesConnectionAfterCompleteRead() throws IOException {
        inbox.s3.then(response(200, "meow"), response(404, s3Error("NoSuchKey", "x")), response(200, "meow"));

        try (Content content = inbox.open()) {
            assertThat(content.stream()).hasContent("meow");
        }
        assertThatExceptionOfType(UploadException.Rejected.class).isThrownBy(inbox::open);
        inbox.open().close();

        assertThat(inbox.s3.connections()).isEqualTo(1);
    }

    @Test
    void closesUnreadObjectAtOnce() throws Exception {
        CountDownLatch clientLeft = new CountDownLatch(1);
        inbox.s3.then(
                endless("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", clientLeft), response(200, "meow"));

        try (Content content = inbox.open()) {
            assertThat(content.stream().readNBytes(5)).hasSize(5);
        }
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
        inbox.open().close();
    }

    @Test
    void endsStalledReadAtDeadline() throws InterruptedException {
        CountDownLatch clientLeft = new CountDownLatch(1);
        inbox.s3.then(stallAfter("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nmeow", clientLeft));
        Content content = inbox.open(null, Deadline.in(Duration.ofMillis(1500), InstantSource.system()));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> content.stream().readAllBytes())
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.DEADLINE));
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "06f1a78c4623b79885a4b5dc5452d86a,   -,       06f1a78c4623b79885a4b5dc5452d86a",
                "06f1a78c4623b79885a4b5dc5452d86a,   AES256,  06f1a78c4623b79885a4b5dc5452d86a",
                "06F1A78C4623B79885A4B5DC5452D86A,   -,       06f1a78c4623b79885a4b5dc5452d86a",
                "06f1a78c4623b79885a4b5dc5452d86a,   aws:kms, -",
                "06f1a78c4623b79885a4b5dc5452d86a,   aws:kms:dsse, -",
                "06f1a78c4623b79885a4b5dc5452d8,     -,       -",
                "06f1a78c4623b79885a4b5dc5452d86g,   -,       -",
                "06f1a78c4623b79885a4b5dc5452d86a-2, -,       -"
            })
    void usesETagAsDigestIfItIsOne(String eTag, @Nullable String encryption, @Nullable String md5) {
        String header = encryption == null ? "X: x" : "x-amz-server-side-encryption: " + encryption;
        inbox.s3.then(response(200, "meow", "ETag: \"" + eTag + "\"", header));

        try (Content content = inbox.open()) {
            assertThat(content.md5()).isEqualTo(Optional.ofNullable(md5));
        }
    }
}
