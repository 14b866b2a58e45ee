package com.ovok.upload;

import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.conscrypt.Conscrypt;

/** The transport between a client and its server on loopback: plain, or TLS with the client's provider. */
public enum TestTransport {
    PLAIN,
    JSSE,
    CONSCRYPT,
    BOUNCY_CASTLE;

    private static final char[] PASSWORD = "loopback".toCharArray();

    /** Returns whether this machine can load the provider's native code. */
    public boolean isAvailable() {
        return this != CONSCRYPT || Conscrypt.isAvailable();
    }

    public ServerSocket listen() throws IOException, GeneralSecurityException {
        return sockets().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private ServerSocketFactory sockets() throws GeneralSecurityException {
        if (this == PLAIN) {
            return ServerSocketFactory.getDefault();
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(Certificate.KEYS, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context.getServerSocketFactory();
    }

    public URI url(int port) {
        return URI.create((this == PLAIN ? "http" : "https") + "://127.0.0.1:" + port);
    }

    /** Creates a client that trusts only the server's certificate. */
    public S3Http client(int maxConnections) throws GeneralSecurityException {
        return new S3Http(maxConnections, TestTls.of(clientContext()));
    }

    private SSLContext clientContext() throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(Certificate.KEYS);
        if (this == CONSCRYPT) {
            return TestTls.conscrypt(managers);
        }
        SSLContext context = switch (this) {
            case PLAIN, JSSE, CONSCRYPT -> SSLContext.getInstance("TLS");
            case BOUNCY_CASTLE ->
                SSLContext.getInstance("TLS", new BouncyCastleJsseProvider(new BouncyCastleProvider()));
        };
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** A key and its certificate for 127.0.0.1, created by the JDK's keytool for one day. */
    private static final class Certificate {
        static final KeyStore KEYS = keys();

        private static KeyStore keys() {
            try {
                Path directory = Files.createTempDirectory("test-transport");
                Path file = directory.resolve("keys.p12");
                generate(file);
                KeyStore keys = KeyStore.getInstance("PKCS12");
                try (InputStream input = Files.newInputStream(file)) {
                    keys.load(input, PASSWORD);
                }
                Files.delete(file);
                Files.delete(directory);
                return keys;
            } catch (IOException | GeneralSecurityException | InterruptedException e) {
                throw new IllegalStateException("no certificate could be made", e);
            }
        }

        private static void generate(Path file) throws IOException, InterruptedException {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            List<String> command =
                    List.of((keytool + " -genkeypair -alias test -keyalg EC -validity 1 -dname CN=127.0.0.1"
                                    + " -ext SAN=ip:127.0.0.1 -storetype PKCS12 -storepass loopback -keystore " + file)
                            .split(" "));
            int ended = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (ended != 0) {
                throw new IllegalStateException("keytool ended with " + ended);
            }
        }
    }
}
