package com.ovok.local.e2e.reliability;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import com.google.common.io.Closer;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.http.LoopbackCertificate;
import com.ovok.local.http.Operation;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.ovok.OvokEmulator;
import com.ovok.local.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process of the function reads from S3 and uploads to it over TLS, with a certificate that it must trust. */
@Timeout(60)
class TlsIT {
    /** Short, because a stalled call lasts as long as an invocation. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration START = Duration.ofSeconds(30);
    private static final String KEY = "large.bin";

    /** More bytes than the socket buffers of both ends hold. */
    private static final byte[] FILE = new byte[16 << 20];

    static {
        new Random(1).nextBytes(FILE);
    }

    @AutoClose
    private final Closer closer = Closer.create();

    private final Faults faults = new Faults();
    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private LoopbackCertificate certificate;
    private FunctionPackage code;
    private S3Server s3;
    private OvokEmulator ovok;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        certificate = LoopbackCertificate.createIn(directory);
        code = FunctionPackage.unpack(Path.of(requireNonNull(System.getProperty("function.zip"))));
        closer.register(code::close);
        s3 = S3Server.builder(TestEnvironment.INBOX, TestEnvironment.DOCUMENTS)
                .tls(certificate.serverContext())
                .faults(faults)
                .start();
        closer.register(s3::close);
        ovok = OvokEmulator.builder(s3, TestEnvironment.DOCUMENTS)
                .accessToken(TestEnvironment.TOKEN)
                .faults(faults)
                .start();
        closer.register(ovok::close);
        Path file = Files.write(directory.resolve(KEY), FILE);
        s3.put(TestEnvironment.INBOX, KEY, file, "application/dicom", Map.of());
    }

    @Test
    void transfersFileUnchanged() throws Exception {
        try (FunctionProcess process = trusting()) {
            assertThat(deliver(process, START)).isInstanceOf(InvocationResult.Success.class);
        }

        assertTransferred();
        assertThat(log)
                .as("no library says anything besides")
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"timestamp\":"));
    }

    /** In {@code /proc} no file can be created, so that the native library cannot be unpacked. */
    @Test
    void fallsBackToTheJdkIfTheLibraryCannotLoad() throws Exception {
        try (FunctionProcess process = trusting("-Djava.io.tmpdir=/proc")) {
            assertThat(deliver(process, START)).isInstanceOf(InvocationResult.Success.class);
        }

        assertTransferred();
        assertThat(log)
                .filteredOn(line -> line.contains("\"message\":\"native TLS unavailable\""))
                .hasSize(1);
    }

    @Test
    void sendsNothingToUntrustedServer() throws Exception {
        try (FunctionProcess process = process(List.of())) {
            assertThat(deliver(process, START).payload())
                    .contains("S3 could not be reached", "docs/troubleshooting.md#unavailable");
        }

        assertThat(s3.requests()).isEmpty();
        assertThat(ovok.documents()).isEmpty();
    }

    @Test
    void leavesBlockedServerAndResumes() throws Exception {
        try (FunctionProcess process = trusting()) {
            faults.next(Operation.POST_OBJECT, new Fault.Cut(Fault.Side.REQUEST, 1 << 20, Fault.Ending.STALL));
            assertThat(deliver(process, TIMEOUT))
                    .isInstanceOf(InvocationResult.Failure.class)
                    .extracting(InvocationResult::payload)
                    .asString()
                    .contains("docs/troubleshooting.md#deadline");
            assertThat(deliver(process, START)).isInstanceOf(InvocationResult.Success.class);
        }

        assertTransferred();
    }

    private void assertTransferred() {
        String sha256 = Hashing.sha256().hashBytes(FILE).toString();
        assertThat(ovok.documents())
                .singleElement()
                .satisfies(document ->
                        assertThat(document.file().orElseThrow().sha256()).isEqualTo(sha256));
    }

    private static InvocationResult deliver(FunctionProcess process, Duration timeout) throws InterruptedException {
        return process.invoke(TestEnvironment.event(KEY, "0A"), timeout);
    }

    private FunctionProcess trusting(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of(more));
        options.add("-Djavax.net.ssl.trustStore=" + certificate.trustStore());
        options.add("-Djavax.net.ssl.trustStorePassword=" + certificate.trustStorePassword());
        return process(options);
    }

    private FunctionProcess process(List<String> trust) throws IOException {
        Map<String, String> environment = Map.of(
                "OVOK_BASE_URL", ovok.baseUri().toString(),
                "OVOK_ACCESS_TOKEN", TestEnvironment.TOKEN,
                "AWS_REGION", s3.region(),
                "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", s3.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", s3.credentials().secretAccessKey());
        List<String> options = new ArrayList<>(FunctionConfiguration.MANAGED_JVM_OPTIONS);
        options.add("-Xmx64m");
        options.addAll(trust);
        return FunctionProcess.start(
                code,
                new FunctionConfiguration(
                        "Function", "com.ovok.upload.lambda.S3Handler", START, 1769, environment, options),
                log::add);
    }
}
