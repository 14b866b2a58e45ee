package com.ovok.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1 and localhost that no other client trusts, created by the JDK's keytool for one day. */
public final class LoopbackCertificate {
    private static final String ALIAS = "loopback";
    private static final String PASSWORD = "loopback";

    private final Path directory;
    private final KeyStore keys;

    private LoopbackCertificate(Path directory, KeyStore keys) {
        this.directory = directory;
        this.keys = keys;
    }

    /** Creates key and certificate as files in this directory. */
    public static LoopbackCertificate createIn(Path directory) {
        Path file = directory.resolve("loopback-key.p12");
        try {
            generate(file);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream input = Files.newInputStream(file)) {
                keys.load(input, PASSWORD.toCharArray());
            }
            return new LoopbackCertificate(directory, keys);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    public SSLContext serverContext() {
        try {
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with this certificate", e);
        }
    }

    /** Returns a context for clients in this process that trusts this certificate only. */
    public SSLContext clientContext() {
        try {
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trust());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no TLS with this certificate", e);
        }
    }

    /** Returns a PKCS12 store with this certificate, for {@code javax.net.ssl.trustStore}. */
    public Path trustStore() {
        Path file = directory.resolve("loopback-trust.p12");
        try (OutputStream output = Files.newOutputStream(file)) {
            trust().store(output, PASSWORD.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("no trust store could be written", e);
        }
    }

    private KeyStore trust() throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(ALIAS, certificate());
        return trust;
    }

    /** Returns the password of the trust store. */
    public String trustStorePassword() {
        return PASSWORD;
    }

    /** Returns the certificate as PEM, for curl's {@code --cacert}. */
    public Path pem() {
        try {
            String base64 = Base64.getMimeEncoder().encodeToString(certificate().getEncoded());
            return Files.writeString(
                    directory.resolve("loopback.pem"),
                    "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate could not be written", e);
        }
    }

    private Certificate certificate() throws GeneralSecurityException {
        return keys.getCertificate(ALIAS);
    }

    private static void generate(Path file) throws IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "1")
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
