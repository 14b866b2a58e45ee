package com.ovok.upload.post;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the borders of every row of IANA's registries, copied unchanged. */
class PublicAddressesTest {
    /** Block and "Globally Reachable", of the IPv4 special-purpose registry and of the multicast block. */
    private static final String IPV4 = """
        0.0.0.0/0 true
        0.0.0.0/8 false
        0.0.0.0/32 false
        10.0.0.0/8 false
        100.64.0.0/10 false
        127.0.0.0/8 false
        169.254.0.0/16 false
        172.16.0.0/12 false
        192.0.0.0/24 false
        192.0.0.0/29 false
        192.0.0.8/32 false
        192.0.0.9/32 true
        192.0.0.10/32 true
        192.0.0.170/32 false
        192.0.0.171/32 false
        192.0.2.0/24 false
        192.31.196.0/24 true
        192.52.193.0/24 true
        192.88.99.0/24 false
        192.88.99.2/32 false
        192.168.0.0/16 false
        192.175.48.0/24 true
        198.18.0.0/15 false
        198.51.100.0/24 false
        203.0.113.0/24 false
        224.0.0.0/4 false
        240.0.0.0/4 false
        255.255.255.255/32 false
        """;

    /** Block and "Globally Reachable" of IPv6. Blocks that contain IPv4 addresses have their own test. */
    private static final String IPV6 = """
        ::/0 false
        2000::/3 true
        ::1/128 false
        ::/128 false
        64:ff9b:1::/48 false
        100::/64 false
        100:0:0:1::/64 false
        2001::/23 false
        2001:1::1/128 true
        2001:1::2/128 true
        2001:1::3/128 true
        2001:2::/48 false
        2001:3::/32 true
        2001:4:112::/48 true
        2001:10::/28 false
        2001:20::/28 true
        2001:30::/28 true
        2001:db8::/32 false
        2620:4f:8000::/48 true
        3fff::/20 false
        5f00::/16 false
        fc00::/7 false
        fe80::/10 false
        fec0::/10 false
        ff00::/8 false
        """;

    private record Block(BigInteger first, BigInteger last, boolean reachable) {

        static Block parse(String line) {
            String[] columns = line.split("[/ ]", -1);
            byte[] bytes = InetAddress.ofLiteral(columns[0]).getAddress();
            BigInteger first = new BigInteger(1, bytes);
            int others = 8 * bytes.length - Integer.parseInt(columns[1]);
            BigInteger last = first.add(BigInteger.TWO.pow(others)).subtract(BigInteger.ONE);
            return new Block(first, last, Boolean.parseBoolean(columns[2]));
        }

        boolean contains(BigInteger address) {
            return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
        }

        BigInteger size() {
            return last.subtract(first);
        }

        Stream<BigInteger> border() {
            return Stream.of(first.subtract(BigInteger.ONE), first, last, last.add(BigInteger.ONE));
        }
    }

    static List<String> ipv4() {
        return IPV4.lines().toList();
    }

    static List<String> ipv6() {
        return IPV6.lines().toList();
    }

    @ParameterizedTest
    @MethodSource("ipv4")
    void findsBordersOfIpv4Blocks(String row) {
        compare(row, ipv4(), 4);
    }

    @ParameterizedTest
    @MethodSource("ipv6")
    void findsBordersOfIpv6Blocks(String row) {
        compare(row, ipv6(), 16);
    }

    private static void compare(String row, List<String> registry, int bytes) {
        List<Block> blocks = registry.stream().map(Block::parse).toList();
        BigInteger end = BigInteger.TWO.pow(8 * bytes);
        Block.parse(row)
                .border()
                .filter(address -> address.signum() >= 0 && address.compareTo(end) < 0)
                .filter(address -> bytes == 4 || !holdsIpv4(address))
                .forEach(address -> assertThat(PublicAddresses.contains(address(address, bytes)))
                        .as(address(address, bytes).getHostAddress())
                        .isEqualTo(narrowest(blocks, address).reachable()));
    }

    /** Teredo, 6to4 and translated addresses, which have their own test below. */
    private static boolean holdsIpv4(BigInteger address) {
        return Stream.of("2001::/32 x", "2002::/16 x", "64:ff9b::/96 x")
                .map(Block::parse)
                .anyMatch(block -> block.contains(address));
    }

    private static Block narrowest(List<Block> blocks, BigInteger address) {
        return blocks.stream()
                .filter(block -> block.contains(address))
                .min(Comparator.comparing(Block::size))
                .orElseThrow();
    }

    private static InetAddress address(BigInteger number, int bytes) {
        byte[] all = new byte[bytes];
        byte[] some = number.toByteArray();
        int from = Math.max(0, some.length - bytes);
        byte[] kept = Arrays.copyOfRange(some, from, some.length);
        System.arraycopy(kept, 0, all, bytes - kept.length, kept.length);
        try {
            return InetAddress.getByAddress(all);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "::ffff:8.8.8.8, true",
        "::ffff:127.0.0.1, false",
        "::ffff:7f00:1, false",
        "::ffff:198.19.255.255, false",
        "::ffff:198.20.0.0, true",
        "::127.0.0.1, false",
        "::8.8.8.8, false",
        "::ffff:0:8.8.8.8, false",
        "2002:808:808::1, true",
        "2002:7f00:1::, false",
        "2002:a00:1::1, false",
        "2002:c0a8:101::1, false",
        "2002:c612::1, false",
        "2002:e000::1, false",
        "64:ff9b::8.8.8.8, true",
        "64:ff9b::127.0.0.1, false",
        "64:ff9b::a9fe:a9fe, false",
        "64:ff9b::198.18.0.1, false",
        "64:ff9b:0:0:0:1:808:808, false",
        "64:ff9b:1::8.8.8.8, false",
        // Teredo: the server 8.8.8.8 or 10.0.0.1, the client 8.8.4.4 or 192.168.0.1 inverted.
        "2001:0:808:808:0:0:f7f7:fbfb, true",
        "2001:0:a00:1:0:0:f7f7:fbfb, false",
        "2001:0:808:808:0:0:3f57:fffe, false",
        "2600:9000::5efe:8.8.8.8, true",
        "2600:9000::5efe:10.0.0.1, false",
        "2600:9000::200:5efe:10.0.0.1, false",
        "2600:9000::200:5efe:169.254.169.254, false",
        "2600:9000::100:5efe:10.0.0.1, true",
        "fe80::5efe:8.8.8.8, false",
        "2002:808:808::5efe:10.0.0.1, false"
    })
    void checksIpv4AddressesInsideIpv6(String address, boolean isPublic) {
        assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address))).isEqualTo(isPublic);
    }
}
