package com.ovok.local.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rejects requests that a foreign web page makes a browser send. The servers require no credentials that such a page
 * lacks, so a form, or a domain of the page that resolves to this machine (DNS rebinding), would be sufficient.
 */
public final class RequestGuard {
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|[0-9.]+");

    private final Set<String> names;

    /** Accepts requests that call the server by these names, its address, or a name that no page can have. */
    public RequestGuard(ServerAddresses addresses) {
        this.names = addresses.name().map(Set::of).orElse(Set.of());
    }

    /** The status and the reason of a rejection. */
    public record Refusal(int status, String reason) {}

    /** Checks the headers {@code Host} and {@code Origin}, each null if absent. */
    public Optional<Refusal> check(@Nullable String host, @Nullable String origin) {
        if (host != null && !isAddress(name(host)) && !isOwnName(name(host))) {
            return Optional.of(new Refusal(
                    421,
                    "This server does not go by the name in Host. Use its address, or start it with -Dhost=NAME."));
        }
        if (origin != null
                && !isOwnName(originName(origin))
                && !originName(origin).equals(name(String.valueOf(host)))) {
            return Optional.of(new Refusal(403, "Pages of other origins may not call this server."));
        }
        return Optional.empty();
    }

    /** Returns a host without its port, in lower case; empty if it is malformed. */
    public static String name(String host) {
        try {
            URI uri = URI.create("http://" + host);
            boolean plain = uri.getHost() != null && uri.getUserInfo() == null && host.equals(uri.getRawAuthority());
            return plain ? uri.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "") : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String originName(String origin) {
        return name(origin.replaceFirst("^https?://", ""));
    }

    private static boolean isAddress(String name) {
        return ADDRESS.matcher(name).matches();
    }

    /** The domains {@code .localhost} and {@code .internal} are reserved and do not exist on the Internet. */
    private boolean isOwnName(String name) {
        return name.equals("localhost")
                || name.equals("127.0.0.1")
                || name.endsWith(".localhost")
                || name.endsWith(".internal")
                || names.contains(name);
    }
}
