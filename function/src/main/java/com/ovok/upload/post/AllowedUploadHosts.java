package com.ovok.upload.post;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides to which hosts a form may be sent, whatever URL OVOK or an S3 redirect names.
 *
 * <p>A host counts as local by its name or literal address alone. Names are not resolved, because S3's own names have
 * private addresses in a VPC with an interface endpoint. TLS and {@code allowed} protect against names that resolve to
 * other machines. A private name such as {@code minio} or {@code s3.internal} is accepted if {@code allowed} lists it.
 *
 * @param plainHttp whether http is allowed
 * @param local whether the file may be sent to this machine or its network
 * @param allowed the allowed hosts, an entry with a leading dot including all subdomains; empty for any host
 */
public record AllowedUploadHosts(boolean plainHttp, boolean local, List<String> allowed) {

    /** Every spelling that a resolver would read as an address. */
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|(.*\\.)?(\\d+|0x[0-9a-f]*)");
    /**
     * Top-level names without public name servers: RFC 6761 and 6762 (with its appendix G), RFC 8375, and the one that
     * ICANN reserves for private use.
     */
    private static final Set<String> PRIVATE = Set.of(
            "localhost",
            "localdomain",
            "local",
            "internal",
            "intranet",
            "private",
            "corp",
            "home",
            "lan",
            "arpa",
            "test",
            "invalid");

    public AllowedUploadHosts {
        allowed = allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** Allows plain http and local hosts to the extent that {@code baseUrl} itself uses them. */
    public static AllowedUploadHosts of(URI baseUrl, List<String> allowed) {
        String host = host(baseUrl);
        return new AllowedUploadHosts("http".equals(baseUrl.getScheme()), isLocal(host) || isPrivate(host), allowed);
    }

    /** Rejects a URL that is not allowed. The message does not name the host, which could contain a secret. */
    void check(URI url) {
        String host = host(url);
        if (!plainHttp && !"https".equals(url.getScheme())) {
            throw refused("is plain http");
        }
        boolean listed = allowed.stream().anyMatch(entry -> covers(entry, host));
        if (!local && (isLocal(host) || (!listed && isPrivate(host)))) {
            throw refused("leads into a private network");
        }
        if (!allowed.isEmpty() && !listed) {
            throw refused("leads to a host that ALLOWED_UPLOAD_HOSTS does not contain");
        }
    }

    private static boolean covers(String entry, String host) {
        return entry.startsWith(".") ? host.endsWith(entry) : host.equals(entry);
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.+$", "");
    }

    /** Returns whether only a private resolver can resolve the name: a single label, or a name below a private one. */
    private static boolean isPrivate(String host) {
        return !ADDRESS.matcher(host).matches()
                && (host.indexOf('.') < 0 || PRIVATE.contains(host.substring(host.lastIndexOf('.') + 1)));
    }

    private static boolean isLocal(String host) {
        if (host.matches("(.*\\.)?localhost[0-9]*(\\.localdomain[0-9]*)?|ip6-(localhost|loopback)")) {
            return true;
        }
        if (!ADDRESS.matcher(host).matches()) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host.replaceAll("^\\[|]$", ""));
            boolean plain = host.startsWith("[") ? host.indexOf('%') < 0 : host.equals(address.getHostAddress());
            return !plain || !PublicAddresses.contains(address);
        } catch (IllegalArgumentException e) {
            // A hexadecimal or interface address. Unusual spellings count as local, because legitimate URLs do not use
            // them.
            return true;
        }
    }

    private static UploadException refused(String what) {
        return new UploadException.Misconfigured(
                Problem.UPLOAD_HOST, "The form was not sent, because its URL " + what + ".");
    }
}
