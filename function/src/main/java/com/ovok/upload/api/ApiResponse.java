package com.ovok.upload.api;

import com.ovok.upload.Json;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP response, independent of the gateway's event format.
 *
 * @param body JSON, or empty
 */
public record ApiResponse(int status, Map<String, String> headers, String body) {
    private static final String HELP = "https://github.com/ovok/ovok-upload/blob/main/docs/troubleshooting.md#";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    /** Rounds up, so that the client does not retry too early. */
    private static final int ALMOST_A_SECOND = 999_999_999;

    /** Returns the response in the shape that both payload formats accept. */
    public Map<String, Object> toEvent() {
        return Map.of("statusCode", status, "headers", headers, "body", body, "isBase64Encoded", false);
    }

    static ApiResponse created(String location, Object body) {
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Location", location);
        return new ApiResponse(201, headers, Json.write(body));
    }

    /** Creates a problem detail as RFC 9457 describes it. */
    static ApiResponse problem(UploadException e) {
        // The details of a misconfiguration are for the operator and stay in the log.
        String detail = e instanceof UploadException.Misconfigured ? "The service is misconfigured." : e.getMessage();
        Map<String, String> headers = new LinkedHashMap<>();
        if (e instanceof UploadException.Unavailable unavailable) {
            Duration pause = unavailable.retryAfter().orElse(RETRY_AFTER);
            headers.put(
                    "Retry-After",
                    Long.toString(pause.plusNanos(ALMOST_A_SECOND).toSeconds()));
        }
        return problem(e.problem(), detail, headers);
    }

    static ApiResponse problem(Problem problem, String detail, Map<String, String> headers) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", HELP + problem.anchor());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", detail);
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/problem+json");
        return new ApiResponse(problem.status(), all, Json.write(body));
    }
}
