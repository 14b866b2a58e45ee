package com.ovok.upload.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.upload.LogCapture;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.conscrypt.Conscrypt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which servers the function connects to, with Conscrypt and with the JDK's TLS. */
@Timeout(60)
class TlsContextTest {
    private static final TestCertificates CERTIFICATES = new TestCertificates();

    @AutoClose
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @ParameterizedTest
    @CsvSource({"CONSCRYPT, TLSv1.2", "CONSCRYPT, TLSv1.3", "JDK, TLSv1.2", "JDK, TLSv1.3"})
    void connectsToATrustedServer(Client client, String protocol) throws Exception {
        try (SSLServerSocket server = listen("valid", protocol)) {
            Future<String> used = threads.submit(() -> respond(server));
            assertThat(get(client, server)).isEqualTo(204);
            assertThat(used.get()).isEqualTo(protocol);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONSCRYPT, TLSv1.2, untrusted, PKIX path building failed",
        "CONSCRYPT, TLSv1.3, untrusted, PKIX path building failed",
        "JDK, TLSv1.2, untrusted, PKIX path building failed",
        "JDK, TLSv1.3, untrusted, PKIX path building failed",
        "CONSCRYPT, TLSv1.2, expired, validity check failed",
        "CONSCRYPT, TLSv1.3, expired, validity check failed",
        "JDK, TLSv1.2, expired, validity check failed",
        "JDK, TLSv1.3, expired, validity check failed",
        "CONSCRYPT, TLSv1.2, other-host, No subject alternative names matching IP address 127.0.0.1 found",
        "CONSCRYPT, TLSv1.3, other-host, No subject alternative names matching IP address 127.0.0.1 found",
        "JDK, TLSv1.2, other-host, No subject alternative names matching IP address 127.0.0.1 found",
        "JDK, TLSv1.3, other-host, No subject alternative names matching IP address 127.0.0.1 found"
    })
    void rejectsAServerAndSaysWhy(Client client, String protocol, String certificate, String reason) throws Exception {
        try (SSLServerSocket server = listen(certificate, protocol)) {
            Future<String> used = threads.submit(() -> respond(server));
            assertThatIOException()
                    .isThrownBy(() -> get(client, server))
                    .satisfies(e -> assertThat(e).hasStackTraceContaining(reason));
            assertThat(used).failsWithin(Duration.ofSeconds(30));
        }
    }

    @Test
    void loadsNativeCode() throws Exception {
        assumeTrue(Conscrypt.isAvailable());
        try (LogCapture log = new LogCapture()) {
            assertThat(Conscrypt.isConscrypt(TlsContext.load(true).get())).isTrue();
            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    void loadsOnDemandOnce() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        TlsContext tls = new TlsContext(() -> {
            loads.incrementAndGet();
            return SSLContext.getDefault();
        });
        assertThat(loads).hasValue(0);

        assertThat(tls.get()).isSameAs(tls.get()).isSameAs(SSLContext.getDefault());
        assertThat(loads).hasValue(1);
    }

    @Test
    void usesTheJdkWithoutALogLineIfAskedTo() throws Exception {
        try (LogCapture log = new LogCapture()) {
            assertThat(TlsContext.load(false).get()).isSameAs(SSLContext.getDefault());
            assertThat(log.text()).isEmpty();
        }
    }

    @Test
    void fallsBackToTheJdkWithOneLogLine() throws Exception {
        try (LogCapture log = new LogCapture()) {
            SSLContext context = TlsContext.nativeOrJdk(() -> {
                throw new UnsatisfiedLinkError("no library for this processor");
            });
            assertThat(context).isSameAs(SSLContext.getDefault());
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.path("message").asText()).isEqualTo("native TLS unavailable");
                assertThat(line.path("reason").asText()).contains("no library for this processor");
            });
        }
    }

    private static SSLServerSocket listen(String certificate, String protocol) throws Exception {
        SSLServerSocket server = (SSLServerSocket) CERTIFICATES
                .server(certificate)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setEnabledProtocols(new String[] {protocol});
        return server;
    }

    /** Returns the protocol of a connection that has sent a whole request. */
    private static String respond(SSLServerSocket server) throws IOException {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            int newlines = 0;
            while (newlines < 2) {
                int next = socket.getInputStream().read();
                if (next < 0) {
                    throw new IOException("the client closed the connection");
                }
                newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
            }
            socket.getOutputStream().write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(US_ASCII));
            return socket.getSession().getProtocol();
        }
    }

    private static int get(Client client, SSLServerSocket server) throws Exception {
        assumeTrue(client == Client.JDK || Conscrypt.isAvailable());
        SSLContext context =
                client == Client.JDK ? TestTls.jdk(CERTIFICATES.trust()) : TestTls.conscrypt(CERTIFICATES.trust());
        HttpConnectionPool pool = new HttpConnectionPool(1, TlsContext.of(context));
        return pool.client()
                .execute(new HttpGet("https://127.0.0.1:" + server.getLocalPort()), ClassicHttpResponse::getCode);
    }

    enum Client {
        CONSCRYPT,
        JDK
    }
}
