package com.ovok.upload.http;

import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * A pool of connections, and an HTTP client over it without retries, redirects, decompression and cookies. Thread-safe.
 */
final class HttpConnectionPool {
    /** The connect timeout of one address. */
    static final Timeout CONNECT = Timeout.ofSeconds(5);
    /** How many addresses of a host are tried. */
    static final int ADDRESSES = 2;
    /** S3 closes idle connections after some seconds, and Lambda freezes the process between two events. */
    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(2);

    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient client;

    /**
     * Creates an empty pool.
     *
     * @param most how many connections may be open at once, to all hosts together
     * @param tls used from the first handshake on
     */
    HttpConnectionPool(int most, TlsContext tls) {
        pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(socket -> new EarlyResponseConnection())
                .setTlsSocketStrategy((socket, host, port, attachment, context) ->
                        new DefaultClientTlsStrategy(tls.get()).upgrade(socket, host, port, attachment, context))
                .setDnsResolver(new LimitedDnsResolver(SystemDefaultDnsResolver.INSTANCE))
                .setMaxConnTotal(most)
                .setMaxConnPerRoute(most)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setValidateAfterInactivity(CHECK_AFTER)
                        .build())
                .build();
        client = HttpClientBuilder.create()
                .setConnectionManager(pool)
                .setRequestExecutor(new GuardedRequestExecutor())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .build();
    }

    /** Returns the connect timeout of one address, so that all addresses together take at most {@code left}. */
    static Timeout connectWithin(Timeout left) {
        Timeout share = Timeout.ofMilliseconds(Math.max(1, left.toMilliseconds() / ADDRESSES));
        return share.compareTo(CONNECT) < 0 ? share : CONNECT;
    }

    CloseableHttpClient client() {
        return client;
    }

    /** Closes the idle connections; later exchanges open new ones. */
    void evictIdle() {
        pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }
}
