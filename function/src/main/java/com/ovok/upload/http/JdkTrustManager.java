package com.ovok.upload.http;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Checks the certificates of Conscrypt's handshakes with the JDK's trust manager: the chain, the dates, the algorithms
 * and, if the socket asks for it, the host. Thread-safe.
 *
 * @see <a
 *     href="https://docs.oracle.com/en/java/javase/25/security/java-secure-socket-extension-jsse-reference-guide.html">
 *     JSSE, X509ExtendedTrustManager</a>
 */
final class JdkTrustManager extends X509ExtendedTrustManager {
    /** What Conscrypt calls the key exchange of TLS 1.3. */
    private static final String CONSCRYPT_TLS_1_3 = "GENERIC";
    /** What the JDK calls it; its trust manager rejects other names. */
    private static final String JDK_TLS_1_3 = "UNKNOWN";

    private final X509ExtendedTrustManager jdk;

    private JdkTrustManager(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    /** Reads the trust store that the JDK's default context reads. */
    static JdkTrustManager create() throws GeneralSecurityException {
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init((KeyStore) null);
        return of(managers);
    }

    static JdkTrustManager of(TrustManagerFactory managers) {
        return Arrays.stream(managers.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .map(JdkTrustManager::new)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The JDK has no trust manager for X.509."));
    }

    private static String jdkName(String keyExchange) {
        return keyExchange.equals(CONSCRYPT_TLS_1_3) ? JDK_TLS_1_3 : keyExchange;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        jdk.checkServerTrusted(chain, jdkName(keyExchange), socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        jdk.checkServerTrusted(chain, jdkName(keyExchange), engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        jdk.checkServerTrusted(chain, jdkName(keyExchange));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, Socket socket) throws CertificateException {
        jdk.checkClientTrusted(chain, keyType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType, SSLEngine engine)
            throws CertificateException {
        jdk.checkClientTrusted(chain, keyType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType) throws CertificateException {
        jdk.checkClientTrusted(chain, keyType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }
}
