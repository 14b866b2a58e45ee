package com.ovok.upload.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.util.concurrent.Uninterruptibles;
import com.ovok.local.http.LoopbackCertificate;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.TlsContext;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An early response of S3 is noticed under TLS too, although the socket does not show that it has arrived. */
@Timeout(60)
class EarlyResponseOverTlsTest {
    private static final int FIRST = 1 << 20;
    private static final int ALL = 64 << 20;
    private static final String BODY = "<Error><Code>EntityTooLarge</Code><Message>By a test</Message></Error>";
    private static final String RESPONSE =
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;

    private final CountDownLatch responded = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private SSLContext before;
    private SSLServerSocket server;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        LoopbackCertificate certificate = LoopbackCertificate.createIn(directory);
        before = SSLContext.getDefault();
        SSLContext.setDefault(certificate.clientContext());
        server = (SSLServerSocket) certificate
                .serverContext()
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        SSLContext.setDefault(before);
        server.close();
        threads.close();
    }

    @Test
    void noticesEarlyResponse() throws Exception {
        Future<Long> sent = threads.submit(this::respondEarly);
        FormUploader uploader = new FormUploader(
                new S3Http(1, TlsContext.load(false)),
                new AllowedUploadHosts(false, true, List.of()),
                new RetryPolicy(1, Set.of(), Duration.ZERO, Duration.ZERO, pause -> {}));
        PresignedPost post = new PresignedPost(
                URI.create("https://127.0.0.1:" + server.getLocalPort()),
                new LinkedHashMap<>(Map.of("key", "d/1")),
                new PostPolicy(Instant.MAX, 0, PostPolicy.MAX_POST));

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> uploader.upload(
                        post, () -> post, new Waiting(), Deadline.in(Duration.ofSeconds(30), InstantSource.system())))
                .withMessageContaining("400 (EntityTooLarge)")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
        assertThat(sent.get()).isBetween((long) FIRST / 2, 2L * FIRST);
    }

    /** Responds in the middle of the first part, and counts the bytes that still arrive. */
    private long respondEarly() throws IOException {
        try (SSLSocket client = (SSLSocket) server.accept()) {
            InputStream in = client.getInputStream();
            for (int newlines = 0; newlines < 2; ) {
                newlines = switch (in.read()) {
                    case '\n' -> newlines + 1;
                    case '\r' -> newlines;
                    default -> 0;
                };
            }
            write(client, "HTTP/1.1 100 Continue\r\n\r\n");
            in.skipNBytes(FIRST / 2);
            write(client, RESPONSE);
            responded.countDown();
            return FIRST / 2 + drain(in);
        }
    }

    private static void write(SSLSocket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private static long drain(InputStream in) {
        long count = 0;
        byte[] buffer = new byte[8192];
        try {
            for (int read = 0; read >= 0; read = in.read(buffer)) {
                count += read;
            }
            return count;
        } catch (IOException e) {
            // The client has closed the connection, as expected.
            return count;
        }
    }

    /** Continues after its first part once the response is in transit. */
    private final class Waiting implements Content {
        @Override
        public FileInfo file() {
            return new FileInfo("scan.pdf", "application/pdf", false);
        }

        @Override
        public long length() {
            return ALL;
        }

        @Override
        public Optional<String> md5() {
            return Optional.of("0".repeat(32));
        }

        @Override
        public InputStream stream() {
            return new InputStream() {
                private int given;

                @Override
                public int read() {
                    throw new UnsupportedOperationException("the form is written in larger pieces");
                }

                @Override
                public int read(byte[] bytes, int from, int most) {
                    if (given >= FIRST) {
                        Uninterruptibles.awaitUninterruptibly(responded);
                    }
                    int read = Math.min(most, ALL - given);
                    given += read;
                    return read == 0 ? -1 : read;
                }
            };
        }

        @Override
        public void close() {}
    }
}
