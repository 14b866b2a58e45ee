package com.ovok.upload.post;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Distinguishes public addresses from special-purpose ones.
 *
 * <p>The blocks are those of IANA's registries as of November 2026, up to RFC 9780. The smallest matching block
 * decides. An IPv6 address that contains IPv4 addresses is public if all of them are.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890, Special-Purpose IP Address Registries</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IPv4 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry/">IPv6 special-purpose addresses</a>
 * @see <a href="https://www.iana.org/assignments/ipv4-address-space/">IPv4 address space, for multicast</a>
 * @see <a href="https://www.iana.org/assignments/ipv6-address-space/">IPv6 address space, for what is reserved</a>
 */
final class PublicAddresses {
    private static final List<Block> IPV4 = blocks("""
        0.0.0.0/0           public
        0.0.0.0/8           this network
        10.0.0.0/8          private use
        100.64.0.0/10       shared address space
        127.0.0.0/8         loopback
        169.254.0.0/16      link local
        172.16.0.0/12       private use
        192.0.0.0/24        IETF protocol assignments
        192.0.0.9/32        public: port control protocol anycast
        192.0.0.10/32       public: traversal using relays around NAT anycast
        192.0.2.0/24        documentation
        192.88.99.0/24      deprecated 6to4 relay anycast
        192.168.0.0/16      private use
        198.18.0.0/15       benchmarking
        198.51.100.0/24     documentation
        203.0.113.0/24      documentation
        224.0.0.0/4         multicast
        240.0.0.0/4         reserved, and limited broadcast
        """);

    private static final List<Block> IPV6 = blocks("""
        ::/0                reserved by the IETF, unless it is one of the next
        64:ff9b::/96        public: IPv4-IPv6 translation
        2000::/3            public: global unicast
        2001::/23           IETF protocol assignments
        2001::/32           public: Teredo
        2001:1::1/128       public: port control protocol anycast
        2001:1::2/128       public: traversal using relays around NAT anycast
        2001:1::3/128       public: service registration protocol anycast
        2001:3::/32         public: automatic multicast tunneling
        2001:4:112::/48     public: AS112
        2001:20::/28        public: ORCHIDv2
        2001:30::/28        public: drone remote identification
        2001:db8::/32       documentation
        3fff::/20           documentation
        """);

    /**
     * A block of addresses; its description begins with "public" if the internet reaches it.
     *
     * @param free the number of host bits
     */
    private record Block(BigInteger network, int free, boolean isPublic) {

        static Block parse(String line) {
            String[] columns = line.split("[/ ]+", 3);
            byte[] network = InetAddress.ofLiteral(columns[0]).getAddress();
            int free = 8 * network.length - Integer.parseInt(columns[1]);
            return new Block(new BigInteger(1, network), free, columns[2].startsWith("public"));
        }

        boolean contains(BigInteger address) {
            return address.xor(network).shiftRight(free).signum() == 0;
        }
    }

    private PublicAddresses() {}

    private static List<Block> blocks(String table) {
        return table.lines()
                .map(Block::parse)
                .sorted(Comparator.comparingInt(Block::free))
                .toList();
    }

    /** Returns whether the address is public. The JDK represents an IPv4-mapped IPv6 address as IPv4. */
    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet6Address
                ? isPublic(IPV6, bytes) && embedded(bytes).allMatch(ipv4 -> isPublic(IPV4, ipv4))
                : isPublic(IPV4, bytes);
    }

    private static boolean isPublic(List<Block> blocks, byte[] address) {
        return blocks.stream()
                .filter(block -> block.contains(new BigInteger(1, address)))
                .findFirst()
                .orElseThrow()
                .isPublic();
    }

    private static Stream<byte[]> embedded(byte[] address) {
        boolean atTheEnd = startsWith(address, "64:ff9b::", 12) || isIsatap(address);
        return Stream.concat(tunnelled(address), atTheEnd ? Stream.of(last(address)) : Stream.empty());
    }

    private static Stream<byte[]> tunnelled(byte[] address) {
        if (startsWith(address, "2002::", 2)) {
            return Stream.of(Arrays.copyOfRange(address, 2, 6));
        }
        return startsWith(address, "2001::", 4)
                ? Stream.of(Arrays.copyOfRange(address, 4, 8), inverted(last(address)))
                : Stream.empty();
    }

    private static boolean startsWith(byte[] address, String prefix, int bytes) {
        byte[] network = InetAddress.ofLiteral(prefix).getAddress();
        return Arrays.equals(address, 0, bytes, network, 0, bytes);
    }

    /** An ISATAP interface identifier is {@code 0:5efe} or {@code 200:5efe}, followed by an IPv4 address. */
    private static boolean isIsatap(byte[] address) {
        return (address[8] & 0xfd) == 0 && address[9] == 0 && address[10] == 0x5e && address[11] == (byte) 0xfe;
    }

    /** Teredo inverts the bits of the client's address. */
    private static byte[] inverted(byte[] address) {
        for (int i = 0; i < address.length; i++) {
            address[i] ^= (byte) 0xff;
        }
        return address;
    }

    private static byte[] last(byte[] address) {
        return Arrays.copyOfRange(address, 12, 16);
    }
}
