package com.ovok.upload.http;

import com.ovok.upload.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.classic.methods.HttpGet;

/** Runs the code of a TLS handshake before a snapshot, so that the first connection after a restore is fast. */
public final class TlsPriming {
    /**
     * A certificate and the authority that issued it, valid until 2147. Their private keys were not kept. The signature
     * uses SHA-1, which makes the JDK look up the authority among its own, as it also does for SHA-256 in a handshake.
     */
    private static final String CERTIFICATES = "priming.pem";

    private TlsPriming() {}

    /**
     * Runs a handshake up to the server's certificate, and separately the verification of one.
     *
     * @param url of a server without a certificate
     * @throws GeneralSecurityException if the certificate is refused
     * @throws IOException if the server is not reached
     */
    public static void run(URI url, TlsContext tls, Deadline deadline) throws GeneralSecurityException, IOException {
        failHandshake(url, tls, deadline);
        verifyCertificate();
    }

    private static void failHandshake(URI url, TlsContext tls, Deadline deadline) throws IOException {
        DeadlineHttpClient http = new DeadlineHttpClient(1, tls);
        try (OpenHttpResponse response = http.send(new HttpGet(url), deadline)) {
            throw new IOException("the handshake succeeded with status " + response.status());
        } catch (SSLException e) {
            // Intended: the server has no certificate.
            http.closeConnections();
        }
    }

    private static void verifyCertificate() throws GeneralSecurityException, IOException {
        List<X509Certificate> chain = chain();
        KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
        authorities.load(null, null);
        authorities.setCertificateEntry("authority", chain.getLast());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        manager.checkServerTrusted(new X509Certificate[] {chain.getFirst()}, "UNKNOWN");
    }

    private static List<X509Certificate> chain() throws GeneralSecurityException, IOException {
        try (InputStream pem = Objects.requireNonNull(TlsPriming.class.getResourceAsStream(CERTIFICATES))) {
            return CertificateFactory.getInstance("X.509").generateCertificates(pem).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }
}
