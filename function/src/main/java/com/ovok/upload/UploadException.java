package com.ovok.upload;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The reason why a file did not become a document; its type says whether a retry can help.
 *
 * <p>Messages never name an object key, file name, token or presigned field.
 */
public abstract sealed class UploadException extends RuntimeException {
    private final Problem problem;
    private final String message;

    private UploadException(Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.problem = problem;
        this.message = message + " See docs/troubleshooting.md#" + problem.anchor();
    }

    /**
     * Returns {@code failure} itself if it is an {@code UploadException}. Otherwise logs its class and stack frames,
     * and returns an {@code Unavailable} in its place, so that the other files of the batch are still processed.
     */
    public static UploadException from(Throwable failure) {
        if (failure instanceof UploadException known) {
            return known;
        }
        Log.warn("unexpected failure", Map.of("frames", StackFrames.of(failure)));
        return new Unavailable(
                Problem.UNEXPECTED,
                "Unexpected failure. The log line \"unexpected failure\" has its stack frames.",
                null);
    }

    /** Returns what failed, why, and the troubleshooting entry with the solution. */
    @Override
    public final String getMessage() {
        return message;
    }

    public final Problem problem() {
        return problem;
    }

    /** Returns a copy for another caller, with its own stack trace and suppressed exceptions. */
    public abstract UploadException copy();

    /** Returns the message without the link to the troubleshooting entry. */
    private String text() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The file or the request was rejected; a retry cannot help. */
    public static final class Rejected extends UploadException {
        public Rejected(Problem problem, String message) {
            this(problem, message, null);
        }

        public Rejected(Problem problem, String message, @Nullable Throwable cause) {
            super(problem, message, cause);
        }

        @Override
        public UploadException copy() {
            return new Rejected(problem(), super.text(), getCause());
        }
    }

    /** A temporary failure; a retry of the same file can succeed. */
    public static final class Unavailable extends UploadException {
        private final @Nullable Duration retryAfter;

        public Unavailable(Problem problem, String message, @Nullable Throwable cause) {
            this(problem, message, null, cause);
        }

        public Unavailable(Problem problem, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super(problem, message, cause);
            this.retryAfter = retryAfter;
        }

        @Override
        public UploadException copy() {
            return new Unavailable(problem(), super.text(), retryAfter, getCause());
        }

        /** Returns a copy for a later caller, with the rest of the server's delay. */
        public UploadException copy(Duration retryAfter) {
            return new Unavailable(problem(), super.text(), retryAfter, getCause());
        }

        /** Returns the server's {@code Retry-After}, if it sent one. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** Every file fails until an operator changes a setting, a permission or a credential. */
    public static final class Misconfigured extends UploadException {
        public Misconfigured(Problem problem, String message) {
            this(problem, message, null);
        }

        public Misconfigured(Problem problem, String message, @Nullable Throwable cause) {
            super(problem, message, cause);
        }

        @Override
        public UploadException copy() {
            return new Misconfigured(problem(), super.text(), getCause());
        }
    }
}
