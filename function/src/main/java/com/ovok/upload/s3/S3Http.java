package com.ovok.upload.s3;

import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Builds the client that carries the bytes: it repeats, redirects, decompresses and remembers nothing by itself. */
public final class S3Http {
    private static final Timeout CONNECT = Timeout.ofSeconds(5);
    /** S3 closes idle connections after some seconds. */
    private static final TimeValue CHECK_AFTER = TimeValue.ofSeconds(2);

    private S3Http() {}

    /**
     * A client for many threads.
     *
     * @param maxConnections how many connections may be open at once, to all hosts together
     */
    public static CloseableHttpClient client(int maxConnections) {
        return HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(maxConnections)
                        .setMaxConnPerRoute(maxConnections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .setValidateAfterInactivity(CHECK_AFTER)
                                .build())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableDefaultUserAgent()
                .build();
    }

    /** Bounds every wait on the socket by {@code remaining}. */
    public static RequestConfig within(Duration remaining) {
        Timeout timeout = Timeout.of(remaining);
        return RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(timeout)
                .setProtocolUpgradeEnabled(false)
                .build();
    }
}
