package com.ovok.upload.post;

import static com.ovok.upload.Samples.OBJECT_KEY;
import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.post;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.literal;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.source.Source;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** At whatever point the deadline interrupts a transfer, the failure names it. */
@Timeout(60)
class UploadDeadlineTest {
    private final RetryPolicy retries = RetryPolicy.standard(pause -> {});
    private final S3Http http = new S3Http(2, TestTls.JDK);
    private final FormUploader uploader =
            new FormUploader(http, new AllowedUploadHosts(true, true, List.of()), retries);
    private final CountDownLatch over = new CountDownLatch(1);
    private WireServer s3;
    private WireServer inbox;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
        inbox = new WireServer();
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        s3.close();
        inbox.close();
    }

    @RepeatedTest(20)
    void cutsFastUpload() {
        s3.then(reading(1 << 16));

        assertCut(new Zeros());
    }

    @Test
    void cutsSlowUpload() {
        s3.then(reading(1));

        assertCut(new Zeros());
    }

    @Test
    void cutsBlockedUpload() {
        s3.then(reading(0));

        assertCut(new Zeros());
    }

    @Test
    void cutsUploadWithoutResponse() {
        s3.then(stallAfter("", over));

        assertCut(content("meow"));
    }

    @Test
    void cutsErrorBeforeItsCode() {
        s3.then(stallAfter("HTTP/1.1 403 Forbidden\r\nContent-Length: 90\r\n\r\n<Error>", over));

        assertCut(content("meow"));
    }

    @Test
    void cutsStalledSource() {
        inbox.then(stallAfter("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nmeow", over));
        s3.otherwise(response(204, ""));
        Deadline soon = Deadline.in(Duration.ofMillis(1500), InstantSource.system());

        try (Content content = source().open(soon)) {
            assertCut(content, soon);
        }
    }

    @Test
    void keepsConnectionsUsable() {
        s3.then(reading(1), reading(1), reading(1), response(204, ""));
        for (int i = 0; i < 3; i++) {
            assertCut(new Zeros());
        }

        uploader.upload(post(s3.url()), () -> post(s3.url()), content("meow"), deadline());
        assertThat(s3.requests()).hasSize(4);
    }

    private Source source() {
        return new S3ObjectReader(
                        new S3Requests(http, TestAws.signer()),
                        new S3Endpoint(TestAws.endpoints(inbox.url())),
                        S3ObjectReader.Overwrite.NEW,
                        retries)
                .of(new SourceObject("inbox", OBJECT_KEY, "v1", null, null));
    }

    private void assertCut(Content content) {
        assertCut(content, soon());
    }

    private void assertCut(Content content, Deadline deadline) {
        UploadException failure = requireNonNull(catchThrowableOfType(
                UploadException.class, () -> uploader.upload(unbounded(), this::unbounded, content, deadline)));

        assertThat(failure).isInstanceOf(UploadException.Unavailable.class);
        assertThat(failure.problem()).isEqualTo(Problem.DEADLINE);
        assertThat(Duration.between(deadline.at(), deadline.clock().instant())).isLessThan(Duration.ofSeconds(2));
        assertQuiet(printed(failure));
    }

    private PresignedPost unbounded() {
        return new PresignedPost(s3.url(), Samples.fields(), new PostPolicy(Instant.MAX, 0, PostPolicy.MAX_POST));
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(300), InstantSource.system());
    }

    /** Reads this many bytes of the form at a time until the client closes; if 0, reads nothing until the test ends. */
    private Response reading(int bytes) {
        return new Response() {
            @Override
            public void give(Socket client) throws IOException {
                literal("HTTP/1.1 100 Continue\r\n\r\n").give(client);
                byte[] piece = new byte[bytes];
                int read = bytes == 0 ? untilOpen(over) : 0;
                while (read >= 0) {
                    read = client.getInputStream().read(piece);
                }
            }

            @Override
            public int readsFirst() {
                return 0;
            }
        };
    }

    private static int untilOpen(CountDownLatch latch) {
        try {
            latch.await();
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** A file that takes longer than every deadline in these tests. */
    private static final class Zeros implements Content {
        @Override
        public FileInfo file() {
            return Samples.CAT;
        }

        @Override
        public long length() {
            return 2_000_000_000;
        }

        @Override
        public Optional<String> md5() {
            return Optional.of("0".repeat(32));
        }

        @Override
        public InputStream stream() {
            return new InputStream() {
                @Override
                public int read() {
                    return 0;
                }

                @Override
                public int read(byte[] bytes, int from, int most) {
                    return most;
                }
            };
        }

        @Override
        public void close() {
            // Holds no resources.
        }
    }
}
