package com.ovok.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.hash.HashingOutputStream;
import com.ovok.local.http.Wire;
import com.ovok.local.http.Wire.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An object several times the size of the server's heap is uploaded through a form and downloaded again. */
class LargeObjectIT {
    private static final String REGION = "eu-central-1";
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 320;

    private Process server;
    private URI endpoint;
    private AwsBasicCredentials credentials;

    /** The server's process: prints its URL and a signed form, and serves until its input ends. */
    static final class ServerProcess {
        private ServerProcess() {}

        public static void main(String[] args) throws IOException {
            try (S3Server s3 = S3Server.builder("uploads").region(REGION).start()) {
                System.out.println(s3.endpoint());
                System.out.println(s3.credentials().accessKeyId());
                System.out.println(s3.credentials().secretAccessKey());
                System.in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines = server.inputReader(UTF_8);
        endpoint = URI.create(lines.readLine());
        credentials = AwsBasicCredentials.create(lines.readLine(), lines.readLine());
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        server.getOutputStream().close();
        assertThat(server.waitFor()).isZero();
    }

    @Test
    void streamsObjectLargerThanHeap() throws IOException {
        HashCode sent = upload("large");
        try (S3Client client = client();
                InputStream object =
                        client.getObject(get -> get.bucket("uploads").key("large"));
                var received = new HashingInputStream(Hashing.sha256(), object)) {
            assertThat(received.transferTo(OutputStream.nullOutputStream())).isEqualTo((long) CHUNK * CHUNKS);
            assertThat(received.hash()).isEqualTo(sent);
        }
    }

    private HashCode upload(String key) throws IOException {
        var signer = new PostPolicySigner(REGION, credentials, Clock.systemUTC());
        String form = new String(
                Form.of(signer.sign("uploads", key, Duration.ofHours(1), 1L << 30))
                        .file(new byte[0])
                        .end(),
                UTF_8);
        int split = form.lastIndexOf("\r\n--");
        try (Wire wire = Wire.to(endpoint)) {
            wire.send("""
                POST /uploads HTTP/1.1
                Host: 127.0.0.1
                Content-Type: multipart/form-data; boundary=%s
                Content-Length: %d

                """.formatted(Form.BOUNDARY, form.length() + (long) CHUNK * CHUNKS));
            wire.send(form.substring(0, split).getBytes(UTF_8));
            HashCode sent = sendContent(wire);
            wire.send(form.substring(split).getBytes(UTF_8));
            Response response = wire.respond();
            assertThat(response.status()).isEqualTo(204);
            return sent;
        }
    }

    private static HashCode sendContent(Wire wire) throws IOException {
        var hash = new HashingOutputStream(Hashing.sha256(), OutputStream.nullOutputStream());
        var chunk = new byte[CHUNK];
        var random = new Random(1);
        for (int i = 0; i < CHUNKS; i++) {
            random.nextBytes(chunk);
            hash.write(chunk);
            wire.send(chunk);
        }
        return hash.hash();
    }

    private S3Client client() {
        return S3Client.builder()
                .region(Region.of(REGION))
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }
}
