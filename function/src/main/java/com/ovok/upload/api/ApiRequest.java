package com.ovok.upload.api;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An HTTP request, independent of the gateway's event format.
 *
 * @param id of this invocation
 * @param caller a fingerprint of the caller that the gateway authenticated; empty if it does not identify callers
 * @param headers by lower-case name
 * @param query decoded
 * @param isDecompressed whether the gateway decodes the body's content coding
 */
public record ApiRequest(
        String id,
        Optional<String> caller,
        String method,
        Route route,
        Map<String, String> headers,
        Map<String, String> query,
        ApiBody body,
        boolean isDecompressed) {

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final Pattern TEXT_TYPE = Pattern.compile("text/.+|.+\\+(json|xml|yaml)");
    private static final Set<String> TEXT_TYPES = Set.of(
            "application/javascript",
            "application/json",
            "application/json-seq",
            "application/ndjson",
            "application/x-ndjson",
            "application/xml",
            "application/yaml");

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** Returns the media type in lower case without parameters; empty if the request has none. */
    String mediaType() {
        return header("content-type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the key that marks a repeated request as the same request; empty if the request has none.
     *
     * @throws UploadException.Rejected if the key is malformed
     */
    Optional<String> idempotencyKey() {
        return header("idempotency-key").map(key -> {
            if (!KEY.matcher(key).matches()) {
                throw new UploadException.Rejected(
                        Problem.BAD_REQUEST, "Invalid Idempotency-Key: send 1 to 255 printable ASCII characters.");
            }
            return key;
        });
    }

    /**
     * Returns the caller that owns the {@code Idempotency-Key}.
     *
     * @throws UploadException.Rejected if the gateway does not identify callers
     */
    String identifiedCaller() {
        return caller.orElseThrow(() -> new UploadException.Rejected(
                Problem.BAD_REQUEST,
                "The Idempotency-Key requires an authenticated caller, and the gateway's event has none. "
                        + "Sign the request, send a token with a sub, let the Lambda authorizer return a "
                        + "principalId, or omit the header."));
    }

    static boolean flag(String isPublic) {
        return switch (isPublic) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UploadException.Rejected(Problem.BAD_REQUEST, "Invalid isPublic: send true or false.");
        };
    }

    /**
     * Returns the body as the caller sent it.
     *
     * @throws UploadException.Rejected if the gateway changed its length
     */
    byte[] bytes() {
        byte[] bytes = body.bytes();
        if (declaresAnotherLengthThan(bytes.length)) {
            throw body.isText()
                    ? ApiBody.forcedThroughText()
                    : new UploadException.Rejected(
                            Problem.BAD_REQUEST,
                            "The gateway passed " + bytes.length
                                    + " bytes, which differs from the Content-Length. Send the file again.");
        }
        return bytes;
    }

    /**
     * Requires proof that a gateway that decodes bodies as text has not changed the file's bytes. A declared length, a
     * text type or pure ASCII is proof.
     *
     * @throws UploadException.Rejected without such proof
     */
    void requireIntact(FileInfo file, byte[] bytes) {
        if (body.isText() && lengths().isEmpty() && !isText(file.mediaType()) && !isAscii(bytes)) {
            throw ApiBody.forcedThroughText();
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte one : bytes) {
            if (one < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isText(String mediaType) {
        String type = mediaType.toLowerCase(Locale.ROOT);
        return TEXT_TYPES.contains(type) || TEXT_TYPE.matcher(type).matches();
    }

    private boolean declaresAnotherLengthThan(int length) {
        return lengths().stream()
                .anyMatch(declared -> !declared.replaceFirst("^0+(?=\\d)", "").equals(Integer.toString(length)));
    }

    /** Returns the declared lengths; empty for a compressed body, whose length is not the file's. */
    private List<String> lengths() {
        String declared = header("content-length").orElse("");
        return declared.matches("[\\d, ]*\\d[\\d, ]*") && ContentCoding.of(this).isEmpty()
                ? Arrays.stream(declared.split("[, ]+"))
                        .filter(length -> !length.isEmpty())
                        .toList()
                : List.of();
    }
}
