package com.ovok.local.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressesTest {
    private static final Map<String, List<InetAddress>> NAMES = Map.of(
            "localhost", List.of(address("127.0.0.1")),
            "devbox", List.of(address("203.0.113.7"), address("127.0.0.3")),
            "example.com", List.of(address("203.0.113.7")),
            "proxied.docker.internal", List.of(address("203.0.113.254")),
            "mapped.docker.internal", List.of(address("127.0.0.1")));

    @Test
    void listensOnLoopbackByDefault() {
        assertThat(ServerAddresses.LOOPBACK.bound()).containsExactly(address("127.0.0.1"));
        assertThat(ServerAddresses.LOOPBACK.isOpen()).isFalse();
        assertThat(ServerAddresses.LOOPBACK).hasToString("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, 127.0.0.1, false",
        "127.0.0.2, 127.0.0.1 and 127.0.0.2, 127.0.0.2, false",
        "localhost, 127.0.0.1, localhost, false",
        "DevBox, 127.0.0.1 and 127.0.0.3, devbox, false",
        "0.0.0.0, all addresses, host.docker.internal, true",
        "::, all addresses, host.docker.internal, true",
        "[::], all addresses, host.docker.internal, true",
        "host.docker.internal, all addresses, host.docker.internal, true",
        "host.containers.internal, all addresses, host.containers.internal, true",
        "proxied.docker.internal, all addresses, proxied.docker.internal, true",
        "mapped.docker.internal, all addresses, mapped.docker.internal, true"
    })
    void addsRequestedAddresses(String host, String shown, String urlHost, boolean open) {
        ServerAddresses addresses = of(host);
        assertThat(addresses).hasToString(shown);
        assertThat(addresses.urlHost()).isEqualTo(urlHost);
        assertThat(addresses.isOpen()).isEqualTo(open);
    }

    @Test
    void opensDockerBridgeByContainerHostName() {
        List<InetAddress> bridge = List.of(address("127.0.0.9"));
        assertThat(ServerAddresses.of("host.docker.internal", _ -> List.of(), () -> bridge))
                .hasToString("127.0.0.1 and 127.0.0.9")
                .returns("host.docker.internal", ServerAddresses::urlHost);
        assertThat(ServerAddresses.of("host.containers.internal", _ -> List.of(), () -> bridge))
                .hasToString("all addresses");
    }

    @Test
    void writesIpv6AddressesLikeUrls() {
        assertThat(of("[::1]").urlHost()).isEqualTo("[::1]");
        assertThat(of("::1")).hasToString("127.0.0.1 and ::1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://172.17.0.1",
                "172.17.0.1:3000",
                "999.1.1.1",
                "1.2.3.4.5",
                "...",
                "[::1",
                "::g",
                "a b",
                "-dserve",
                "a..b",
                "ä.example",
                "a/b",
                "my_host",
                "a_b.internal",
                "*"
            })
    void rejectsOtherTexts(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(host))
                .withMessageEndingWith(
                        " is neither an address nor a name; give one such as 172.17.0.1, and ports with" + " -Dport");
    }

    @ParameterizedTest
    @ValueSource(strings = {"203.0.113.7", "224.0.0.1", "255.255.255.255", "2001:db8::1", "example.com", "unknown"})
    void rejectsAddressOfOtherMachine(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(host))
                .withMessageStartingWith(host + " does not lead to this machine; its addresses are ")
                .withMessageContaining("127.0.0.1")
                .withMessageEndingWith(", or 0.0.0.0 for all of them");
    }

    private static ServerAddresses of(String host) {
        return ServerAddresses.of(host, name -> NAMES.getOrDefault(name, List.of()), List::of);
    }

    private static InetAddress address(String literal) {
        return InetAddress.ofLiteral(literal);
    }
}
