package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JacksonException;
import com.ovok.client.ApiException;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.InterimResponsesException;
import com.ovok.upload.http.RetryAfter;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;

/** Translates the generated client's exceptions. Their messages can quote tokens and bodies, and are dropped. */
final class OvokErrors {
    private final Optional<FileInfo> file;
    private final Supplier<UploadException> notFound;

    private OvokErrors(Optional<FileInfo> file, Supplier<UploadException> notFound) {
        this.file = file;
        this.notFound = notFound;
    }

    static OvokErrors ofCreation(OvokDocuments.Path path, FileInfo file) {
        return new OvokErrors(
                Optional.of(file),
                () -> new UploadException.Misconfigured(
                        Problem.OVOK_PATH,
                        "OVOK returned 404 to POST " + path.value() + ". Set OVOK_DOCUMENT_PATH to "
                                + path.other().value()
                                + " if this host serves that path, and check OVOK_BASE_URL."));
    }

    /**
     * Translates the failures of calls on a document.
     *
     * @param file the file that the call names; empty if it names none
     */
    static OvokErrors ofDocument(Optional<FileInfo> file) {
        return new OvokErrors(
                file, () -> new UploadException.Rejected(Problem.DOCUMENT_GONE, "The document no longer exists."));
    }

    /**
     * Translates the failure of a call.
     *
     * @param token the token of the call, which OVOK could quote
     */
    UploadException translate(Exception failure, AccessToken token) {
        return switch (failure) {
            case UploadException e
            when e.problem() == Problem.DEADLINE ->
                later(Problem.DEADLINE, "OVOK did not respond within the invocation's time.", e);
            case ApiException e -> {
                Throwable cause = e.getCause();
                yield cause == null ? refused(e, token) : broken(cause);
            }
            default -> throw new IllegalStateException("The OVOK client failed in an unknown way.", failure);
        };
    }

    /** No complete response arrived. Drops a parser's exception, because its message quotes the response. */
    private static UploadException broken(Throwable cause) {
        return switch (cause) {
            case JacksonException e -> later(Problem.OVOK_FAULT, "OVOK returned a malformed response.", null);
            case ConnectException e -> later(Problem.UNAVAILABLE, "OVOK could not be reached.", e);
            case UnknownHostException e -> later(Problem.UNAVAILABLE, "OVOK's host name cannot be resolved.", e);
            case ConnectTimeoutException e -> later(Problem.UNAVAILABLE, "OVOK could not be reached in time.", e);
            case InterimResponsesException e -> later(Problem.OVOK_FAULT, "OVOK sent " + e.getMessage() + ".", e);
            default -> later(Problem.OVOK_FAULT, "The connection to OVOK broke.", cause);
        };
    }

    private UploadException refused(ApiException e, AccessToken token) {
        String returned = "OVOK returned " + e.getCode();
        return switch (e.getCode()) {
            case 400, 422 ->
                new UploadException.Rejected(Problem.NOT_ACCEPTED, returned + ": " + reason(e, token) + ".");
            case 413 -> new UploadException.Rejected(Problem.TOO_LARGE, returned + ": the file is too large.");
            case 402, 403 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_SIGN_IN,
                        returned + ": the account lacks the permission, or its plan is exhausted.");
            case 404 -> notFound.get();
            case 301, 302, 303, 307, 308, 405 ->
                new UploadException.Misconfigured(
                        Problem.OVOK_PATH,
                        returned + ": the URL is not part of its API. Check OVOK_BASE_URL and OVOK_DOCUMENT_PATH.");
            case 408, 409, 425, 429, 503 ->
                new UploadException.Unavailable(Problem.UNAVAILABLE, returned + ": it is busy.", retryAfter(e), null);
            default ->
                e.getCode() >= 500
                        ? later(Problem.OVOK_FAULT, returned + " (server error).", null)
                        : new UploadException.Rejected(Problem.NOT_ACCEPTED, returned + ": " + reason(e, token) + ".");
        };
    }

    private static UploadException later(Problem problem, String message, @Nullable Throwable cause) {
        return new UploadException.Unavailable(problem, message, cause);
    }

    /** Returns the server's Retry-After; null if it sent no valid one. */
    static @Nullable Duration retryAfter(ApiException e) {
        return e.getResponseHeaders() == null
                ? null
                : RetryAfter.of(e.getResponseHeaders()::firstValue, InstantSource.system())
                        .orElse(null);
    }

    private String reason(ApiException e, AccessToken token) {
        return ErrorReason.words(e.getResponseBody())
                .map(words -> new Redaction(file, token).of(words))
                .orElse("it gave no reason");
    }
}
