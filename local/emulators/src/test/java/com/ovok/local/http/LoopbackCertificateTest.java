package com.ovok.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopbackCertificateTest {
    @TempDir
    private Path directory;

    @Test
    void acceptsClientsThatTrustIt() throws Exception {
        LoopbackCertificate certificate = LoopbackCertificate.createIn(directory);
        try (LoopbackServer server =
                        LoopbackServer.start(0, Optional.of(certificate.serverContext()), new Echo(), new Faults());
                HttpClient client = HttpClient.newBuilder()
                        .sslContext(trusting(certificate))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            assertThat(server.uri()).hasScheme("https");
            var request = HttpRequest.newBuilder(server.uri()).POST(BodyPublishers.ofString("hello"));
            var response = client.send(request.build(), BodyHandlers.ofString());
            assertThat(response.body()).isEqualTo("echo hello");
            assertThat(response.sslSession())
                    .hasValueSatisfying(
                            session -> assertThat(session.getProtocol()).isEqualTo("TLSv1.3"));
        }
    }

    @Test
    void writesPemForOtherPrograms() throws Exception {
        try (InputStream pem =
                Files.newInputStream(LoopbackCertificate.createIn(directory).pem())) {
            assertThat(CertificateFactory.getInstance("X.509")
                            .generateCertificate(pem)
                            .getType())
                    .isEqualTo("X.509");
        }
    }

    private static SSLContext trusting(LoopbackCertificate certificate) throws Exception {
        KeyStore store = KeyStore.getInstance(
                certificate.trustStore().toFile(),
                certificate.trustStorePassword().toCharArray());
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
