package com.ovok.upload.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The content codings of a body, such as compression.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.4">Content-Encoding</a>
 */
final class ContentCoding {
    /** Prefix of a payload hash that stands for AWS's signed chunks. */
    private static final String SIGNED_CHUNKS = "streaming-";
    /** The first two bytes of each coding that a REST API decodes: gzip, and zlib at its usual levels. */
    private static final Map<String, List<Integer>> BEGINNINGS = Map.of(
            "gzip", List.of(0x1f8b),
            "x-gzip", List.of(0x1f8b),
            "deflate", List.of(0x7801, 0x785e, 0x789c, 0x78da));

    private ContentCoding() {}

    /** Returns the codings of a request's body in lower case; empty if the file was sent unencoded. */
    static List<String> of(ApiRequest request) {
        String signed = request.header("x-amz-content-sha256").orElse("").toLowerCase(Locale.ROOT);
        String named = request.header("content-encoding").orElse("");
        return of(signed.startsWith(SIGNED_CHUNKS) ? named + ",aws-chunked" : named);
    }

    /** Returns the codings in a {@code Content-Encoding} header. */
    static List<String> of(String contentEncoding) {
        return Arrays.stream(contentEncoding.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
    }

    /** Returns whether the body is still encoded after the gateway has decoded it. */
    static boolean isLeft(ApiRequest request) {
        List<String> codings = of(request);
        if (codings.isEmpty()) {
            return false;
        }
        boolean isUndone = request.isDecompressed() && codings.size() == 1;
        List<Integer> beginnings = isUndone ? BEGINNINGS.getOrDefault(codings.getFirst(), List.of()) : List.of();
        return beginnings.isEmpty()
                || beginnings.contains(beginning(request.body().bytes()));
    }

    private static int beginning(byte[] bytes) {
        return bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << Byte.SIZE) | (bytes[1] & 0xff);
    }
}
