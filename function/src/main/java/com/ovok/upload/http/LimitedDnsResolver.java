package com.ovok.upload.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Finds the first addresses of a host. S3 has eight at a time, and where nothing is answered at all, as in a private
 * network without a way to it, the client would wait for each of them in turn.
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
