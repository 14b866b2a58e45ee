package com.ovok.upload.post;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Says where a file may be sent, whatever OVOK or a redirect of S3 names.
 *
 * <p>A host counts as local by its name or literal address alone. What a name resolves to is not judged, neither once
 * nor at each connection: the names of S3 have private addresses themselves where a VPC has an interface endpoint for
 * it. Against names that lead elsewhere, TLS and {@code allowed} help.
 *
 * @param plainHttp whether http will do
 * @param local whether the file may go to this machine or its network
 * @param allowed the only hosts that may have files, those with a leading dot with all below them; empty for any
 */
public record UploadHosts(boolean plainHttp, boolean local, List<String> allowed) {

    /** Whatever a resolver would take for an address. */
    private static final Pattern ADDRESS = Pattern.compile("\\[.*]|(.*\\.)?(\\d+|0x[0-9a-f]*)");

    public UploadHosts {
        allowed = allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    /** Files may go as plainly and as near as calls of the API at {@code baseUrl}. */
    public static UploadHosts of(URI baseUrl, List<String> allowed) {
        return new UploadHosts("http".equals(baseUrl.getScheme()), isLocal(host(baseUrl)), allowed);
    }

    /** Names the host in no message: it could hold a secret. */
    void check(URI url) {
        String host = host(url);
        if (!plainHttp && !"https".equals(url.getScheme())) {
            throw refused("is plain http");
        }
        if (!local && isLocal(host)) {
            throw refused("leads into a private network");
        }
        if (!allowed.isEmpty() && allowed.stream().noneMatch(entry -> covers(entry, host))) {
            throw refused("leads to a host that OVOK_UPLOAD_HOSTS does not list");
        }
    }

    private static boolean covers(String entry, String host) {
        return entry.startsWith(".") ? host.endsWith(entry) : host.equals(entry);
    }

    private static String host(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    }

    private static boolean isLocal(String host) {
        // Reserved for names inside of a network, such as host.docker.internal or those of EC2 instances.
        if (host.equals("localhost") || host.endsWith(".localhost") || host.endsWith(".internal")) {
            return true;
        }
        if (!ADDRESS.matcher(host).matches()) {
            return false;
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host.replaceAll("^\\[|]$", ""));
            boolean plain = host.startsWith("[") || host.equals(address.getHostAddress());
            return !plain || isLocal(address);
        } catch (IllegalArgumentException e) {
            // Hexadecimal or of an interface. As with any unusual spelling, nobody uses it who has nothing to hide.
            return true;
        }
    }

    private static boolean isLocal(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean unique = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        return shared
                || unique
                || bytes[0] == 0
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress();
    }

    private static UploadException refused(String what) {
        return new UploadException.Misconfigured(
                Problem.UPLOAD_HOST, "Nothing is sent: the upload URL that was answered " + what + ".");
    }
}
