package com.ovok.upload.http;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.conscrypt.Conscrypt;

/** Creates contexts as the function does, with the certificates of a test. */
public final class TestTls {
    /** The JDK's TLS. */
    public static final TlsContext JDK = TlsContext.onDemand(false);

    private TestTls() {}

    public static TlsContext of(SSLContext context) {
        return TlsContext.of(context);
    }

    public static SSLContext conscrypt(TrustManagerFactory managers) throws GeneralSecurityException {
        return TlsContext.context(Conscrypt.newProvider(), JdkTrustManager.of(managers));
    }

    static SSLContext jdk(TrustManagerFactory managers) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
