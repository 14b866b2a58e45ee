package com.ovok.upload.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates of servers on loopback and two roots that signed them, made by the JDK's keytool. */
final class TestCertificates {
    private static final char[] PASSWORD = "loopback".toCharArray();

    private final Path file;
    private final KeyStore keys;

    private TestCertificates(Path file, KeyStore keys) {
        this.file = file;
        this.keys = keys;
    }

    static TestCertificates createIn(Path directory) throws Exception {
        TestCertificates created = new TestCertificates(directory.resolve("keys.p12"), KeyStore.getInstance("PKCS12"));
        created.keytool("root", "-ext bc:c");
        created.keytool("unknown-root", "-ext bc:c");
        created.keytool("valid", "-signer root -ext SAN=ip:127.0.0.1");
        created.keytool("untrusted", "-signer unknown-root -ext SAN=ip:127.0.0.1");
        created.keytool("other-host", "-signer root -ext SAN=ip:127.0.0.2,dns:other.example");
        created.keytool("expired", "-signer root -ext SAN=ip:127.0.0.1 -startdate -9d");
        try (InputStream input = Files.newInputStream(created.file)) {
            created.keys.load(input, PASSWORD);
        }
        return created;
    }

    private void keytool(String alias, String more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(("-genkeypair -keyalg EC -groupname secp256r1 -validity 8 -storetype PKCS12"
                        + " -storepass loopback -alias " + alias + " -dname CN=" + alias + " " + more + " -keystore "
                        + file)
                .split(" ")));
        int ended = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (ended != 0) {
            throw new IllegalStateException("keytool ended with " + ended);
        }
    }

    /** Returns the context of a server with this certificate. */
    SSLContext server(String alias) throws GeneralSecurityException, IOException {
        KeyStore only = KeyStore.getInstance("PKCS12");
        only.load(null, null);
        only.setKeyEntry(alias, keys.getKey(alias, PASSWORD), PASSWORD, keys.getCertificateChain(alias));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(only, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    /** Returns what trusts one of the roots. */
    TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", keys.getCertificate("root"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers;
    }
}
