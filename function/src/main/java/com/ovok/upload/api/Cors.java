package com.ovok.upload.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets pages of some origins call the API, behind a gateway that leaves this to the function.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS protocol</a>
 */
public final class Cors {
    public static final String METHODS = "PUT, POST";
    /** The last three are of a request that a page signs itself. */
    public static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Idempotency-Key, x-amz-content-sha256, x-amz-date, x-amz-security-token";

    public static final String RESPONSE_HEADERS = "Location, Retry-After";
    public static final String MAX_AGE = "600";

    private final Set<String> origins;

    Cors(Set<String> origins) {
        this.origins = origins;
    }

    /** Answers what a browser asks before it sends a request. */
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

    /** Lets the page that sent the request read the answer, if it may. */
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
