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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request in no gateway's format.
 *
 * @param id of this invocation
 * @param caller as the gateway has authenticated it, the same at each of its requests; empty where it has not
 * @param path decoded, without the gateway's stage
 * @param headers by lower-case name
 * @param query decoded
 * @param body as the gateway hands it on: text, or base64
 */
record ApiRequest(
        String id,
        String caller,
        String method,
        String path,
        Map<String, String> headers,
        Map<String, String> query,
        @Nullable String body,
        boolean isBase64) {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

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

    /** In lower case and without parameters; empty where the request names none. */
    String mediaType() {
        return header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** What makes a repeated request the same request. */
    Optional<String> idempotencyKey() {
        return header("idempotency-key").map(key -> {
            if (!KEY.matcher(key).matches()) {
                throw new UploadException.Rejected(
                        Problem.BAD_REQUEST, "The Idempotency-Key is not 1 to 255 printable ASCII characters.");
            }
            return key;
        });
    }

    static boolean flag(String isPublic) {
        return switch (isPublic) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UploadException.Rejected(Problem.BAD_REQUEST, "isPublic is neither true nor false.");
        };
    }

    /** A role's sessions come and go, its id stays. */
    static String withoutSession(@Nullable String callerId) {
        return callerId == null ? "" : callerId.split(":", 2)[0];
    }

    /** Whom a token stands for. */
    static String subject(Map<?, ?> claims) {
        return claims.get("iss") + " " + claims.get("sub");
    }

    /** Undoes percent-encoding; a plus sign is a plus sign in a path. */
    static String percentDecoded(String path) {
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The path is not URL-encoded.");
        }
    }

    /**
     * The body as it was sent.
     *
     * @throws UploadException.Rejected when the gateway has changed it on the way
     */
    byte[] bytes() {
        byte[] bytes = decoded();
        String length = header("content-length").orElse("");
        if (length.matches("\\d{1,18}") && Long.parseLong(length) != bytes.length) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST,
                    "The gateway handed on " + bytes.length + " bytes of " + length
                            + ": send the file with its own media type, or with application/octet-stream.");
        }
        return bytes;
    }

    private byte[] decoded() {
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
