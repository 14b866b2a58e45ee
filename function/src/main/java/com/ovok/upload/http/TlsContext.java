package com.ovok.upload.http;

import com.ovok.upload.Log;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.conscrypt.Conscrypt;

/**
 * The TLS context that all connections of the process share. Loads on a thread of its own, because it reads all trusted
 * certificates; the first TLS handshake waits for it. Thread-safe.
 *
 * <p>Conscrypt encrypts in native code. Lambda stops at the JVM's first JIT compiler, which does not use the AES
 * instructions of the processor.
 */
public final class TlsContext {
    private final CompletableFuture<SSLContext> context;

    private TlsContext(CompletableFuture<SSLContext> context) {
        this.context = context;
    }

    static TlsContext of(SSLContext loaded) {
        return new TlsContext(CompletableFuture.completedFuture(loaded));
    }

    /**
     * Starts to load the context.
     *
     * @param nativeCode whether Conscrypt is used; if it cannot load, a log line says so and the JDK's TLS is used
     */
    public static TlsContext load(boolean nativeCode) {
        CompletableFuture<SSLContext> context = new CompletableFuture<>();
        var _ = context.completeAsync(
                nativeCode ? () -> nativeOrJdk(TlsContext::conscrypt) : TlsContext::jdk,
                task -> Thread.ofPlatform().daemon().name("tls").start(task));
        return new TlsContext(context);
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
     * Waits until the context is loaded.
     *
     * @throws IllegalStateException if the trusted certificates cannot be read
     */
    SSLContext get() {
        try {
            return context.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("TLS could not be set up.", e.getCause());
        }
    }
}
