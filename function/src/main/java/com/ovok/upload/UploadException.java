package com.ovok.upload;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says why a file did not become a document, and by its type whether another try can help.
 *
 * <p>Messages name no object key, file name, token or presigned field.
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
     * Returns {@code failure} if it is one of these. Otherwise logs its class and stack frames, and returns what stands
     * for it: one file fails in an unexpected way, the files beside it do not.
     */
    public static UploadException from(Throwable failure) {
        if (failure instanceof UploadException known) {
            return known;
        }
        Log.warn("unexpected failure", Map.of("frames", StackFrames.of(failure)));
        return new Unavailable(
                Problem.UNEXPECTED,
                "The function failed in an unexpected way; its log line \"unexpected failure\" says where.",
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

    /** Returns the same failure for another caller, with a stack trace and suppressed failures of its own. */
    public abstract UploadException copy();

    /** Returns the message without the link to the troubleshooting entry. */
    private String text() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The file, or the request for it, will be refused however often it is tried. */
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

    /** Something on the way is out of order for now: the same file may pass later. */
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

        /** Returns the same failure for a caller that comes later, when this much of the server's delay is left. */
        public UploadException copy(Duration retryAfter) {
            return new Unavailable(problem(), super.text(), retryAfter, getCause());
        }

        /** How long the server asked to be left alone. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /** No file can pass until an operator changes a setting, a permission or a credential. */
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
