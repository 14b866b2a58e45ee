package com.ovok.upload.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Certificates of servers on loopback, and the root that clients trust. */
final class TestCertificates {
    private final HeldCertificate root = authority();
    private final Map<String, HeldCertificate> servers = Map.of(
            "valid", server(root, "127.0.0.1").build(),
            "untrusted", server(authority(), "127.0.0.1").build(),
            "other-host",
                    server(root, "127.0.0.2")
                            .addSubjectAlternativeName("other.example")
                            .build(),
            "expired",
                    server(root, "127.0.0.1")
                            .validityInterval(daysAgo(9), daysAgo(1))
                            .build());

    private static HeldCertificate authority() {
        return new HeldCertificate.Builder().certificateAuthority(0).build();
    }

    private static HeldCertificate.Builder server(HeldCertificate authority, String address) {
        return new HeldCertificate.Builder().signedBy(authority).addSubjectAlternativeName(address);
    }

    private static long daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days)).toEpochMilli();
    }

    /** Returns the context of a server with this certificate. */
    SSLContext server(String name) {
        return new HandshakeCertificates.Builder()
                .heldCertificate(requireNonNull(servers.get(name)))
                .build()
                .sslContext();
    }

    /** Returns what trusts the root. */
    TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", root.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers;
    }
}
