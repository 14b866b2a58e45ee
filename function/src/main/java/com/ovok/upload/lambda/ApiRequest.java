package com.ovok.upload.lambda;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request in no gateway's format.
 *
 * @param id the gateway's
 * @param path decoded, without the gateway's stage
 * @param headers by lower-case name
 * @param query decoded
 * @param body as the gateway hands it on: text, or base64
 */
record ApiRequest(
        String id,
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> query,
        @Nullable String body,
        boolean isBase64) {

    ApiRequest {
        headers = lowerCased(headers);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** What every request has; without it the event is of another gateway's format. */
    static <T> T required(@Nullable T part) {
        if (part == null) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST, "The event is no request in the payload format of this handler.");
        }
        return part;
    }

    /** Undoes percent-encoding; a plus sign is a plus sign in a path. */
    static String percentDecoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The path is not URL-encoded.");
        }
    }

    /** The body as it was sent. */
    byte[] bytes() {
        if (body == null) {
            return new byte[0];
        }
        try {
            return isBase64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The body is not base64, as the event says it is.");
        }
    }

    private static Map<String, String> lowerCased(Map<String, String> headers) {
        Map<String, String> result = new HashMap<>();
        headers.forEach((name, value) -> result.put(name.toLowerCase(Locale.ROOT), value));
        return result;
    }

    /** What the runtime leaves null where the event has nothing. */
    static Map<String, String> orEmpty(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}
