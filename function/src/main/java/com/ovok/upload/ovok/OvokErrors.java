package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.client.ApiException;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Turns the generated client's failures into ours; what they say of tokens and bodies stays here. */
final class OvokErrors {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_MESSAGE = 500;

    private OvokErrors() {}

    static UploadException translate(@Nullable Throwable failure, OvokDocuments.Path path, FileInfo file) {
        if (failure instanceof UploadException ours) {
            return ours;
        }
        if (!(failure instanceof ApiException e)) {
            throw new IllegalStateException("The OVOK client failed in an unknown way.", failure);
        }
        return e.getCause() == null ? refused(e, path, file) : broken(e.getCause());
    }

    /** No whole answer came. A parser's message would quote the answer, so its cause ends here. */
    private static UploadException broken(Throwable cause) {
        return cause instanceof JacksonException
                ? new UploadException.Unavailable(
                        Problem.OVOK_FAULT, "OVOK answered something that is no document.", null)
                : new UploadException.Unavailable(Problem.UNAVAILABLE, "OVOK could not be reached.", cause);
    }

    private static UploadException refused(ApiException e, OvokDocuments.Path path, FileInfo file) {
        String answer = "OVOK answered " + e.getCode();
        return switch (e.getCode()) {
            case 400, 422 ->
                new UploadException.Rejected(Problem.NOT_ACCEPTED, answer + ": " + message(e.getResponseBody(), file));
            case 413 -> new UploadException.Rejected(Problem.TOO_LARGE, answer + ": the file is too large for it.");
            case 401 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_SIGN_IN, answer + ": the access token is wrong or has expired.");
            case 402, 403 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_SIGN_IN,
                        answer + ": the account may not create documents, or its plan is used up.");
            case 404 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_PATH,
                        answer + " to POST " + path.value() + "; set OVOK_DOCUMENT_PATH to "
                                + path.other().value() + " if that is what this host serves, and check OVOK_BASE_URL.");
            case 408, 409, 425, 429 -> later(answer + ": it is busy.", Problem.UNAVAILABLE, e);
            default ->
                e.getCode() >= 500
                        ? later(answer + ": it is out of order.", Problem.UNAVAILABLE, e)
                        : new UploadException.Rejected(Problem.NOT_ACCEPTED, answer + ".");
        };
    }

    private static UploadException later(String message, Problem problem, ApiException e) {
        return new UploadException.Unavailable(problem, message, retryAfter(e), null);
    }

    private static @Nullable Duration retryAfter(ApiException e) {
        return e.getResponseHeaders() == null
                ? null
                : e.getResponseHeaders()
                        .firstValue("Retry-After")
                        .filter(value -> value.matches("\\d{1,6}"))
                        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                        .orElse(null);
    }

    /** OVOK's own words, one string or several, without the file's name. */
    private static String message(@Nullable String body, FileInfo file) {
        String words = words(body).replace(file.fileName(), "(file name)").replaceAll("\\p{Cntrl}", " ");
        return words.substring(0, Math.min(words.length(), MAX_MESSAGE)) + ".";
    }

    private static String words(@Nullable String body) {
        try {
            JsonNode message = JSON.readTree(body == null ? "" : body).path("message");
            return message.isArray()
                    ? StreamSupport.stream(message.spliterator(), false)
                            .map(JsonNode::asText)
                            .collect(Collectors.joining("; "))
                    : message.asText("it gave no reason");
        } catch (IOException e) {
            return "it gave no reason";
        }
    }
}
