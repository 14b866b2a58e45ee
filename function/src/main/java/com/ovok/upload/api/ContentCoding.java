package com.ovok.upload.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client has done to a body before it sent it, beyond the file's own format.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.4">Content-Encoding</a>
 */
final class ContentCoding {
    /** AWS's own framing of signed chunks, in the place of a payload's hash. */
    private static final String SIGNED_CHUNKS = "streaming-";
    /** How the bytes begin after each coding that a REST API undoes: of gzip, and of zlib's usual levels. */
    private static final Map<String, List<Integer>> BEGINNINGS = Map.of(
            "gzip", List.of(0x1f8b),
            "x-gzip", List.of(0x1f8b),
            "deflate", List.of(0x7801, 0x785e, 0x789c, 0x78da));

    private ContentCoding() {}

    /** Returns the codings of a request's body, in lower case; none if it is the file as it is. */
    static List<String> of(ApiRequest request) {
        String signed = request.header("x-amz-content-sha256").orElse("").toLowerCase(Locale.ROOT);
        String named = request.header("content-encoding").orElse("");
        return of(signed.startsWith(SIGNED_CHUNKS) ? named + ",aws-chunked" : named);
    }

    /** Returns the codings that a {@code Content-Encoding} names. */
    static List<String> of(String contentEncoding) {
        return Arrays.stream(contentEncoding.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(coding -> !coding.isEmpty() && !coding.equals("identity"))
                .toList();
    }

    /** Tells whether the body is still encoded, after what the gateway may have undone. */
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
