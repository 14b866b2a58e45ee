package com.ovok.upload.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.net.InetAddress;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.core5.util.Timeout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpConnectionPoolTest {
    @ParameterizedTest
    @CsvSource({"60000, 5000", "10000, 5000", "9000, 4500", "1, 1"})
    void sharesTimeLeftAmongAddresses(int left, int address) {
        assertThat(HttpConnectionPool.connectWithin(Timeout.ofMilliseconds(left)))
                .isEqualTo(Timeout.ofMilliseconds(address));
    }

    @Test
    void triesFirstTwoAddresses() throws Exception {
        InetAddress[] eight = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> InetAddress.ofLiteral("127.0.0." + i))
                .toArray(InetAddress[]::new);
        DnsResolver system = mock();
        when(system.resolve("bucket.s3.example")).thenReturn(eight);

        assertThat(new LimitedDnsResolver(system).resolve("bucket.s3.example", 443))
                .extracting(address -> address.getAddress().getHostAddress())
                .containsExactly("127.0.0.1", "127.0.0.2");
    }
}
