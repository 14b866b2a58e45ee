package com.ovok.upload.http;

import com.ovok.upload.Log;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;

/**
 * The TLS context that all connections of the process share. Loads on a thread of its own, because it reads all trusted
 * certificates, and the first TLS handshake waits for it. Thread-safe.
 *
 * <p>Conscrypt encrypts in native code. Lambda stops at the JVM's first JIT compiler, which does not use the AES
 * instructions of the processor.
 */
public final class TlsContext {
    private final FutureTask<SSLContext> context;

    TlsContext(Callable<SSLContext> loader) {
        this.context = new FutureTask<>(loader);
    }

    static TlsContext of(SSLContext loaded) {
        return new TlsContext(() -> loaded);
    }

    /**
     * Creates a context that the first handshake loads, for a function that probably needs none.
     *
     * @param nativeCode whether Conscrypt is used; if it cannot load, a log line says so and the JDK's TLS is used
     */
    public static TlsContext onDemand(boolean nativeCode) {
        return new TlsContext(nativeCode ? () -> nativeOrJdk(TlsContext::conscrypt) : TlsContext::jdk);
    }

    /** Creates a context and starts to load it. */
    public static TlsContext load(boolean nativeCode) {
        TlsContext tls = onDemand(nativeCode);
        Thread.ofPlatform().daemon().name("tls").start(tls.context);
        return tls;
    }

    static SSLContext nativeOrJdk(Supplier<Provider> provider) {
        try {
            return context(provider.get(), JdkTrustManager.create());
        } catch (GeneralSecurityException | LinkageError | RuntimeException e) {
            Log.warn("native TLS unavailable", Map.of("reason", e.toString()));
            return jdk();
        }
    }

    static SSLContext context(Provider provider, JdkTrustManager trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS", provider);
        context.init(null, new TrustManager[] {trust}, null);
        return context;
    }

    /** A method of its own, so that a missing class is a failure like others. */
    private static Provider conscrypt() {
        return Conscrypt.newProvider();
    }

    private static SSLContext jdk() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("The JDK's trust store cannot be read.", e);
        }
    }

    /**
     * Loads the context, or waits for the thread that does.
     *
     * @throws IllegalStateException if the trusted certificates cannot be read, or the thread is interrupted
     */
    SSLContext get() {
        context.run();
        try {
            return context.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("TLS could not be set up.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The wait for TLS was interrupted.", e);
        }
    }
}
