package com.ovok.local.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A certificate for 127.0.0.1 and localhost that no other client trusts, valid for one day. */
public final class LoopbackCertificate {
    private static final String PASSWORD = "loopback";

    private final HeldCertificate certificate = new HeldCertificate.Builder()
            .commonName("localhost")
            .addSubjectAlternativeName("localhost")
            .addSubjectAlternativeName("127.0.0.1")
            .build();
    private final Path directory;

    private LoopbackCertificate(Path directory) {
        this.directory = directory;
    }

    /** Creates a certificate whose files are written into this directory. */
    public static LoopbackCertificate createIn(Path directory) {
        return new LoopbackCertificate(directory);
    }

    public SSLContext serverContext() {
        return new HandshakeCertificates.Builder()
                .heldCertificate(certificate)
                .build()
                .sslContext();
    }

    /** Returns a context for clients in this process that trusts this certificate only. */
    public SSLContext clientContext() {
        return new HandshakeCertificates.Builder()
                .addTrustedCertificate(certificate.certificate())
                .build()
                .sslContext();
    }

    /** Returns a PKCS12 store with this certificate, for {@code javax.net.ssl.trustStore}. */
    public Path trustStore() {
        Path file = directory.resolve("loopback-trust.p12");
        try (OutputStream output = Files.newOutputStream(file)) {
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            trust.setCertificateEntry("loopback", certificate.certificate());
            trust.store(output, PASSWORD.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no trust store could be written", e);
        }
    }

    /** Returns the password of the trust store. */
    public String trustStorePassword() {
        return PASSWORD;
    }

    /** Returns the certificate as PEM, for curl's {@code --cacert}. */
    public Path pem() {
        try {
            return Files.writeString(directory.resolve("loopback.pem"), certificate.certificatePem());
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate could not be written", e);
        }
    }
}
