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
 * An HTTP request in no gateway's format.
 *
 * @param id of this invocation
 * @param caller a fingerprint of whom the gateway has authenticated; empty if it does not tell callers apart
 * @param headers by lower-case name
 * @param query decoded
 * @param isDecompressed whether the gateway has undone the body's content coding, if it had one
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

    /**
     * Returns the caller, whose an {@code Idempotency-Key} is.
     *
     * @throws UploadException.Rejected if the gateway does not tell callers apart
     */
    String identifiedCaller() {
        return caller.orElseThrow(() -> new UploadException.Rejected(
                Problem.BAD_REQUEST,
                "The Idempotency-Key belongs to a caller, and the gateway does not say who is calling. Sign the"
                    + " request, send a token with a sub, let the Lambda authorizer return a principalId, or leave the"
                    + " header out."));
    }

    static boolean flag(String isPublic) {
        return switch (isPublic) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new UploadException.Rejected(Problem.BAD_REQUEST, "isPublic is neither true nor false.");
        };
    }

    /**
     * The body as it was sent.
     *
     * @throws UploadException.Rejected when the gateway has changed it on the way
     */
    byte[] bytes() {
        byte[] bytes = body.bytes();
        if (declaresAnotherLengthThan(bytes.length)) {
            throw body.isText()
                    ? ApiBody.forcedThroughText()
                    : new UploadException.Rejected(
                            Problem.BAD_REQUEST,
                            "The gateway handed on " + bytes.length
                                    + " bytes, which is not the Content-Length: send the file again.");
        }
        return bytes;
    }

    /**
     * Requires that a gateway that takes bytes for text cannot have changed these of a file: they are as many as the
     * sender named, or ASCII, or text.
     *
     * @throws UploadException.Rejected if nothing shows that the bytes are the sender's
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

    /** Returns what the sender said of the length; nothing for a compressed body, whose length is not the file's. */
    private List<String> lengths() {
        String declared = header("content-length").orElse("");
        return declared.matches("[\\d, ]*\\d[\\d, ]*") && ContentCoding.of(this).isEmpty()
                ? Arrays.stream(declared.split("[, ]+"))
                        .filter(length -> !length.isEmpty())
                        .toList()
                : List.of();
    }
}
