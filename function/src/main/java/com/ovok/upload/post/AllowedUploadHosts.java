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
 * Says where a file may be sent, whatever OVOK or a redirect of S3 names.
 *
 * <p>A host counts as local by its name or literal address alone. What a name resolves to is not judged, neither once
 * nor at each connection: the names of S3 have private addresses themselves where a VPC has an interface endpoint for
 * it. Against names that lead elsewhere, TLS and {@code allowed} help. A name that only a private network knows, such
 * as {@code minio} or {@code s3.internal}, is taken if {@code allowed} lists it.
 *
 * @param plainHttp whether http will do
 * @param local whether the file may go to this machine or its network
 * @param allowed the only hosts that may have files, those with a leading dot with all below them; empty for any
 */
public record AllowedUploadHosts(boolean plainHttp, boolean local, List<String> allowed) {

    /** Whatever a resolver would take for an address. */
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|(.*\\.)?(\\d+|0x[0-9a-f]*)");
    /**
     * Top-level names that no public name server knows: RFC 6761 and 6762 (with its appendix G), RFC 8375, and the one
     * that ICANN keeps for private use.
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

    /** Files may go as plainly and as near as calls of the API at {@code baseUrl}. */
    public static AllowedUploadHosts of(URI baseUrl, List<String> allowed) {
        String host = host(baseUrl);
        return new AllowedUploadHosts("http".equals(baseUrl.getScheme()), isLocal(host) || isPrivate(host), allowed);
    }

    /** Names the host in no message: it could hold a secret. */
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
            throw refused("leads to a host that ALLOWED_UPLOAD_HOSTS does not list");
        }
    }

    private static boolean covers(String entry, String host) {
        return entry.startsWith(".") ? host.endsWith(entry) : host.equals(entry);
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.+$", "");
    }

    /** Whether only a resolver of this network can know the name: a single word, or one below a private name. */
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
            // Hexadecimal or of an interface. As with any unusual spelling, nobody uses it who has nothing to hide.
            return true;
        }
    }

    private static UploadException refused(String what) {
        return new UploadException.Misconfigured(
                Problem.UPLOAD_HOST, "Nothing is sent: the upload URL that was answered " + what + ".");
    }
}
