package com.ovok.upload.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds CORS headers, for gateways that leave CORS to the function.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
public final class Cors {
    public static final String METHODS = "PUT, POST";
    /** The last three are needed by pages that sign their requests. */
    public static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, x-amz-content-sha256, x-amz-date, x-amz-security-token";

    public static final String RESPONSE_HEADERS = "Location, Retry-After";
    public static final String MAX_AGE = "600";

    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = origins;
    }

    /** Responds to a preflight request. */
    ApiResponse preflight(ApiRequest request) {
        return new ApiResponse(
                204,
                allowed(request).isEmpty()
                        ? Map.of()
                        : Map.of(
                                "Access-Control-Allow-Methods", METHODS,
                                "Access-Control-Allow-Headers", REQUEST_HEADERS,
                                "Access-Control-Max-Age", MAX_AGE),
                "");
    }

    boolean isPreflight(ApiRequest request) {
        return !origins.isEmpty()
                && request.method().equals("OPTIONS")
                && request.header("access-control-request-method").isPresent();
    }

    /** Adds the headers that let the requesting page read the response, if its origin is allowed. */
    ApiResponse share(ApiRequest request, ApiResponse response) {
        if (origins.isEmpty()) {
            return response;
        }
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        headers.put("Vary", "Origin");
        allowed(request).ifPresent(origin -> {
            headers.put("Access-Control-Allow-Origin", origin);
            headers.put("Access-Control-Expose-Headers", RESPONSE_HEADERS);
        });
        return new ApiResponse(response.status(), headers, response.body());
    }

    private Optional<String> allowed(ApiRequest request) {
        return request.header("origin").filter(origins::contains);
    }
}
