package com.ovok.local.http;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The addresses that servers listen on: always 127.0.0.1, and others if the user requests them.
 *
 * @param bound the addresses to bind; the wildcard address stands alone
 * @param name by which clients elsewhere reach this machine, if the user gave one instead of an address
 */
public record ServerAddresses(List<InetAddress> bound, Optional<String> name) {
    /** The name by which the common container engines let a container reach its machine. */
    public static final String CONTAINER_HOST = "host.docker.internal";

    private static final String INTERNAL = ".internal";

    /** The target of Docker's {@code host-gateway} on Linux. */
    private static final String DOCKER_BRIDGE = "docker0";

    /** Without underscores, which hosts in URLs cannot contain. */
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    private static final InetAddress LOCALHOST = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress ALL = InetAddress.ofLiteral("0.0.0.0");

    /** Only 127.0.0.1, which no other machine and no container can reach. */
    public static final ServerAddresses LOOPBACK = new ServerAddresses(List.of(LOCALHOST), Optional.empty());

    public ServerAddresses {
        bound = List.copyOf(bound);
    }

    /**
     * Parses an address of this machine, {@code 0.0.0.0} for all of them, or a name. A name in {@code .internal} that
     * does not resolve here is a container's name for this machine. It stands for Docker's bridge if it is Docker's and
     * the bridge exists, otherwise for all addresses.
     *
     * @throws IllegalArgumentException if it is none of these, with the reason
     */
    public static ServerAddresses of(String host) {
        return of(host, ServerAddresses::resolve, ServerAddresses::dockerBridge);
    }

    static ServerAddresses of(
            String host, Function<String, List<InetAddress>> resolver, Supplier<List<InetAddress>> dockerBridge) {
        String plain = host.replaceFirst("^\\[(.*)]$", "$1");
        if (isLiteral(plain)) {
            return ofLiteral(plain);
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw malformed(name);
        }
        List<InetAddress> found = resolver.apply(name);
        return name.endsWith(INTERNAL)
                ? ofContainersName(name, found, dockerBridge)
                : ofName(
                        name,
                        found.stream().filter(ServerAddresses::isOfThisMachine).toList());
    }

    /** Returns whether clients of other machines or containers can connect. */
    public boolean isOpen() {
        return bound.stream().anyMatch(address -> !address.isLoopbackAddress());
    }

    /** Returns the host in the URLs for clients elsewhere. */
    public String urlHost() {
        InetAddress address = bound.getLast();
        return name.orElse(address.isAnyLocalAddress() ? CONTAINER_HOST : InetAddresses.toUriString(address));
    }

    /** Describes the addresses for users. */
    @Override
    public String toString() {
        return bound.stream()
                .map(address -> address.isAnyLocalAddress() ? "all addresses" : text(address))
                .collect(Collectors.joining(" and "));
    }

    private static boolean isLiteral(String host) {
        return host.contains(":") || host.matches("[0-9.]+");
    }

    private static ServerAddresses ofLiteral(String text) {
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw malformed(text);
        }
        if (address.isAnyLocalAddress()) {
            return new ServerAddresses(List.of(ALL), Optional.empty());
        }
        if (!isOfThisMachine(address)) {
            throw foreign(text);
        }
        return new ServerAddresses(concat(List.of(LOCALHOST), List.of(address)), Optional.empty());
    }

    private static ServerAddresses ofName(String name, List<InetAddress> own) {
        if (own.isEmpty()) {
            throw foreign(name);
        }
        return new ServerAddresses(concat(List.of(LOCALHOST), own), Optional.of(name));
    }

    /** Skips loopback addresses, to which the name may resolve on this machine, but not in a container. */
    private static ServerAddresses ofContainersName(
            String name, List<InetAddress> found, Supplier<List<InetAddress>> dockerBridge) {
        List<InetAddress> own = found.stream()
                .filter(address -> !address.isLoopbackAddress())
                .filter(ServerAddresses::isOfThisMachine)
                .toList();
        List<InetAddress> open = name.equals(CONTAINER_HOST) ? concat(own, dockerBridge.get()) : own;
        return open.isEmpty() ? new ServerAddresses(List.of(ALL), Optional.of(name)) : ofName(name, open);
    }

    private static List<InetAddress> concat(List<InetAddress> some, List<InetAddress> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    private static List<InetAddress> resolve(String name) {
        try {
            return List.of(InetAddress.getAllByName(name));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private static List<InetAddress> dockerBridge() {
        try {
            return Stream.ofNullable(NetworkInterface.getByName(DOCKER_BRIDGE))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress())
                    .toList();
        } catch (SocketException e) {
            throw unlisted(e);
        }
    }

    /** Excludes link-local addresses, which need an interface name and so cannot stand in a URL. */
    private static boolean isOfThisMachine(InetAddress address) {
        return address.isLoopbackAddress() || ownAddresses().anyMatch(address::equals);
    }

    private static IllegalArgumentException malformed(String host) {
        return new IllegalArgumentException(
                host + " is neither an address nor a name; give one such as 172.17.0.1, and ports with -Dport");
    }

    private static IllegalArgumentException foreign(String host) {
        String own = ownAddresses().map(ServerAddresses::text).collect(Collectors.joining(", "));
        return new IllegalArgumentException(
                host + " does not lead to this machine; its addresses are " + own + ", or 0.0.0.0 for all of them");
    }

    private static Stream<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress());
        } catch (SocketException e) {
            throw unlisted(e);
        }
    }

    private static IllegalStateException unlisted(SocketException cause) {
        return new IllegalStateException("the addresses of this machine cannot be listed", cause);
    }

    /** Omits the interface that the JDK appends to IPv6 addresses. */
    private static String text(InetAddress address) {
        return InetAddresses.toAddrString(address).replaceFirst("%.*", "");
    }
}
