package com.ovok.upload.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.api.ApiRequest;
import com.ovok.upload.api.Caller;
import com.ovok.upload.api.Route;

/**
 * The two formats in which gateways send HTTP requests to a function.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html">Payload
 *     format versions</a>
 */
enum PayloadFormat {
    /** Used by REST APIs, and by HTTP APIs whose integration selects it. */
    V1("1.0", "/httpMethod", "/path", "/resource", "RestApiHandler") {
        // An HTTP API sends the format's version and a decoded path.
        @Override
        boolean hasEncodedPath(GatewayEvent event) {
            return !isNamedBy(event);
        }

        // A REST API always decompresses a body, and keeps its Content-Encoding.
        @Override
        boolean isDecompressed(GatewayEvent event) {
            return !isNamedBy(event) && event.json().at("/requestContext/elb").isMissingNode();
        }
    },
    /** Used by HTTP APIs and function URLs. */
    V2("2.0", "/requestContext/http/method", "/rawPath", "/routeKey", "HttpApiHandler") {
        // An HTTP API decodes the path, a function URL does not.
        @Override
        boolean hasEncodedPath(GatewayEvent event) {
            return event.text("/requestContext/domainName").orElse("").contains(".lambda-url.");
        }

        @Override
        boolean isDecompressed(GatewayEvent event) {
            return false;
        }
    };

    private final String version;
    private final String method;
    private final String path;
    private final String template;
    private final String handler;

    PayloadFormat(String version, String method, String path, String template, String handler) {
        this.version = version;
        this.method = method;
        this.path = path;
        this.template = template;
        this.handler = handler;
    }

    abstract boolean hasEncodedPath(GatewayEvent event);

    abstract boolean isDecompressed(GatewayEvent event);

    /**
     * Parses an event.
     *
     * @throws UploadException.Rejected if the event is not a request in this format
     */
    ApiRequest request(JsonNode json, String invocationId) {
        GatewayEvent event = new GatewayEvent(json);
        if (!isOf(event)) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, whyNot(event));
        }
        String verb = event.text(method).orElse("");
        String route = event.text(template).orElse("");
        return new ApiRequest(
                invocationId,
                Caller.of(json.path("requestContext")),
                verb,
                Route.of(verb, route, event.text(path).orElse(""), hasEncodedPath(event)),
                event.headers(),
                event.query(),
                event.body(),
                isDecompressed(event));
    }

    final boolean isNamedBy(GatewayEvent event) {
        return event.text("/version").filter(version::equals).isPresent();
    }

    private boolean isOf(GatewayEvent event) {
        return event.text(method).isPresent() && event.text(path).isPresent();
    }

    private String whyNot(GatewayEvent event) {
        for (PayloadFormat other : values()) {
            if (other.isOf(event)) {
                return "The event has payload format " + other.version + ", but this handler requires " + version
                        + ". Set the function's handler to com.ovok.upload.lambda." + other.handler
                        + ", or the integration's payload format version to " + version + ".";
            }
        }
        return "The event is not an HTTP request in payload format " + version + ".";
    }
}
