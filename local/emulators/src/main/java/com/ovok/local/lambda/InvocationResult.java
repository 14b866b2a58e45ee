package com.ovok.local.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** The result of one event, with the JSON that Lambda returns to the caller. */
public sealed interface InvocationResult {
    /** Returns the function's response, or the description of its failure. */
    String payload();

    /** The function responded. */
    record Success(String payload) implements InvocationResult {
        public Success {
            Objects.requireNonNull(payload, "payload");
        }
    }

    /** The function threw, or could not be loaded; {@code payload} is the error as the runtime reported it. */
    record Failure(String errorType, String errorMessage, String payload) implements InvocationResult {
        public Failure {
            Objects.requireNonNull(errorType, "errorType");
            Objects.requireNonNull(errorMessage, "errorMessage");
            Objects.requireNonNull(payload, "payload");
        }

        Failure(String errorType, String errorMessage) {
            this(errorType, errorMessage, error(errorType, errorMessage));
        }
    }

    /** The process ended before it responded. */
    record Crashed(String requestId, int exitValue) implements InvocationResult {
        public Crashed {
            Objects.requireNonNull(requestId, "requestId");
        }

        @Override
        public String payload() {
            return error(
                    "Runtime.ExitError",
                    "RequestId: %s Error: Runtime exited with error: exit status %d".formatted(requestId, exitValue));
        }
    }

    /** The function did not respond within {@code limit}; its process was killed. */
    record TimedOut(String requestId, Duration limit) implements InvocationResult {
        public TimedOut {
            Objects.requireNonNull(requestId, "requestId");
            Objects.requireNonNull(limit, "limit");
        }

        @Override
        public String payload() {
            double seconds = limit.toMillis() / 1000.0;
            return error(
                    "Sandbox.Timedout",
                    String.format(
                            Locale.ROOT, "RequestId: %s Error: Task timed out after %.2f seconds", requestId, seconds));
        }
    }

    private static String error(String type, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("errorType", type)
                .put("errorMessage", message)
                .toString();
    }
}
