package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.client.ApiException;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.RetryAfter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns the generated client's failures into ours; what they say of tokens and bodies stays here. */
final class OvokErrors {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_MESSAGE = 500;
    /** Shorter ones stand in most sentences. */
    private static final int MIN_WORD = 3;

    private static final String NO_REASON = "it gave no reason";

    private final @Nullable FileInfo file;
    private final UploadException notFound;

    private OvokErrors(@Nullable FileInfo file, UploadException notFound) {
        this.file = file;
        this.notFound = notFound;
    }

    static OvokErrors ofCreation(OvokDocuments.Path path, FileInfo file) {
        return new OvokErrors(
                file,
                new UploadException.Misconfigured(
                        Problem.OVOK_PATH,
                        "OVOK answered 404 to POST " + path.value() + "; set OVOK_DOCUMENT_PATH to "
                                + path.other().value()
                                + " if that is what this host serves, and check OVOK_BASE_URL."));
    }

    static OvokErrors ofDocument(@Nullable FileInfo file) {
        return new OvokErrors(
                file, new UploadException.Rejected(Problem.DOCUMENT_GONE, "The document does not exist any more."));
    }

    /**
     * What a failed call means.
     *
     * @param token the one that the call was made with: OVOK could quote it
     */
    UploadException translate(@Nullable Throwable failure, AccessToken token) {
        return switch (failure) {
            case UploadException ours -> ours;
            case ApiException e -> {
                Throwable cause = e.getCause();
                yield cause == null ? refused(e, token) : broken(cause);
            }
            case TimeoutException e -> later(Problem.DEADLINE, "OVOK did not answer within the invocation's time.", e);
            case InterruptedException e -> later(Problem.OVOK_FAULT, "The call of OVOK was interrupted.", e);
            case null, default -> throw new IllegalStateException("The OVOK client failed in an unknown way.", failure);
        };
    }

    /** No whole answer came. A parser's message would quote the answer, so its cause ends here. */
    private static UploadException broken(Throwable cause) {
        return switch (cause) {
            case JacksonException e -> later(Problem.OVOK_FAULT, "OVOK answered something that is no document.", null);
            case ConnectException e -> later(Problem.UNAVAILABLE, "OVOK could not be reached.", e);
            case UnknownHostException e -> later(Problem.UNAVAILABLE, "OVOK's host is not known.", e);
            case ConnectTimeoutException e -> later(Problem.UNAVAILABLE, "OVOK could not be reached in time.", e);
            default -> later(Problem.OVOK_FAULT, "The connection to OVOK broke.", cause);
        };
    }

    private UploadException refused(ApiException e, AccessToken token) {
        String answer = "OVOK answered " + e.getCode();
        return switch (e.getCode()) {
            case 400, 422 ->
                new UploadException.Rejected(Problem.NOT_ACCEPTED, answer + ": " + message(e.getResponseBody(), token));
            case 413 -> new UploadException.Rejected(Problem.TOO_LARGE, answer + ": the file is too large for it.");
            case 401 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_SIGN_IN,
                        answer
                                + " to a new token too; check that OVOK_BASE_URL is the host that the account belongs"
                                + " to.");
            case 402, 403 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_SIGN_IN, answer + ": the account may not do this, or its plan is used up.");
            case 404 -> notFound;
            case 301, 302, 303, 307, 308, 405 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_PATH,
                        answer + ": this is no address of its API; check OVOK_BASE_URL and OVOK_DOCUMENT_PATH.");
            case 408, 409, 425, 429, 503 ->
                new UploadException.Unavailable(Problem.UNAVAILABLE, answer + ": it is busy.", retryAfter(e), null);
            default ->
                e.getCode() >= 500
                        ? later(Problem.OVOK_FAULT, answer + ": it is out of order.", null)
                        : new UploadException.Rejected(Problem.NOT_ACCEPTED, answer + ".");
        };
    }

    private static UploadException later(Problem problem, String message, @Nullable Throwable cause) {
        return new UploadException.Unavailable(problem, message, cause);
    }

    /** The server's Retry-After, if it sent a valid one. */
    static @Nullable Duration retryAfter(ApiException e) {
        return e.getResponseHeaders() == null
                ? null
                : RetryAfter.of(e.getResponseHeaders()::firstValue, InstantSource.system())
                        .orElse(null);
    }

    /** OVOK's own words, one string or several, without the token, and without the file's name or a part of it. */
    private String message(@Nullable String body, AccessToken token) {
        String words = words(body)
                .replace(fileName(), "(file name)")
                .replace(token.value(), "(token)")
                .replaceAll("\\p{Cntrl}", " ");
        return namesTheFile(words)
                ? "its reason names the file and is left out."
                : words.substring(0, Math.min(words.length(), MAX_MESSAGE)) + ".";
    }

    private String fileName() {
        return file == null ? "\0" : file.fileName();
    }

    /** Cut, escaped or in another case a name is one still: each of its words counts that the media type lacks. */
    private boolean namesTheFile(String words) {
        String lower = words.toLowerCase(Locale.ROOT);
        String name = fileName().toLowerCase(Locale.ROOT);
        String type = file == null ? "" : file.mediaType().toLowerCase(Locale.ROOT);
        return Stream.of(name.split("[^a-z0-9]+"), name.split("[^\\p{L}\\p{N}]+"))
                .flatMap(Stream::of)
                .filter(word -> word.length() >= MIN_WORD && !type.contains(word))
                .anyMatch(lower::contains);
    }

    private static String words(@Nullable String body) {
        try {
            JsonNode answer = JSON.readTree(body == null ? "" : body);
            String words = texts(answer.path("message")).collect(Collectors.joining("; "));
            return words.isEmpty() ? NO_REASON : words;
        } catch (IOException e) {
            return NO_REASON;
        }
    }

    /** NestJS answers a text, a list of texts, or objects that hold them. */
    private static Stream<String> texts(JsonNode message) {
        return message.isContainerNode()
                ? message.valueStream().flatMap(OvokErrors::texts)
                : Stream.of(message.asText("")).filter(text -> !text.isBlank());
    }
}
