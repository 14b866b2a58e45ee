package com.ovok.upload.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Returns the first addresses of a host. S3 publishes eight at a time, and if none of them responds, as in a private
 * network without a route, the client would wait for each in turn.
 */
final class LimitedDnsResolver implements DnsResolver {
    private final DnsResolver all;

    LimitedDnsResolver(DnsResolver all) {
        this.all = all;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        return Arrays.stream(all.resolve(host))
                .limit(HttpConnectionPool.ADDRESSES)
                .toArray(InetAddress[]::new);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return all.resolveCanonicalHostname(host);
    }
}
