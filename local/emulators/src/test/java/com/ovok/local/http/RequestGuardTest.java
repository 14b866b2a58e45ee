package com.ovok.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.http.RequestGuard.Refusal;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {
    private final RequestGuard guard = new RequestGuard(
            new ServerAddresses(List.of(InetAddress.ofLiteral("127.0.0.1")), Optional.of("devbox.example.com")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:3000",
                "127.0.0.1",
                "172.17.0.1:3002",
                "[::1]:3000",
                "localhost:3000",
                "LOCALHOST",
                "localhost.:3000",
                "s3.localhost:3002",
                "host.docker.internal:3003",
                "host.containers.internal",
                "devbox.example.com:3000",
                "DevBox.Example.com"
            })
    void acceptsAddressesAndOwnNames(String host) {
        assertThat(guard.check(host, null)).isEmpty();
    }

    /** A page can make its own domain resolve to this machine; its name reveals it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:3000",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "notlocalhost",
                "internal",
                "docker.internal.evil.example",
                "a.devbox.example.com",
                "x@127.0.0.1",
                "evil.example/127.0.0.1",
                "127.0.0.1/evil.example",
                "127.0.0.1?evil.example",
                "127.0.0.1 evil.example",
                "under_score",
                "",
                ":3000"
            })
    void rejectsNamesOfPages(String host) {
        assertThat(guard.check(host, null)).map(Refusal::status).contains(421);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:3000, http://127.0.0.1:3000",
        "127.0.0.1:3002, http://localhost:3000",
        "localhost:3000, https://localhost:5173",
        "172.17.0.1:3000, http://172.17.0.1:3000",
        "[fd00::2]:3000, http://[fd00::2]:3000",
        "devbox.example.com:3000, http://devbox.example.com:3000",
        "host.docker.internal:3000, http://host.docker.internal:3000"
    })
    void acceptsOwnPages(String host, String origin) {
        assertThat(guard.check(host, origin)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://203.0.113.9",
                "http://127.0.0.1.evil.example",
                "null",
                "",
                "file://",
                "chrome-extension://abcdef"
            })
    void rejectsPagesOfOtherOrigins(String origin) {
        assertThat(guard.check("127.0.0.1:3000", origin)).map(Refusal::status).contains(403);
    }

    @Test
    void acceptsOtherClientsThanBrowsers() {
        assertThat(guard.check(null, null)).isEmpty();
    }

    @Test
    void quotesNothingOfRequest() {
        assertThat(guard.check("<script>.example", null))
                .map(Refusal::reason)
                .hasValueSatisfying(reason -> assertThat(reason).doesNotContain("script"));
    }
}
