package com.ovok.upload.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.api.ApiBody;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A gateway's event for an HTTP request; any field may be absent, null or of another type. */
record GatewayEvent(JsonNode json) {
    /** Gateways that send both kinds of headers keep only one value of a repeated header in {@code headers}. */
    private static final List<String> REPEATABLE = List.of("content-encoding", "content-length");

    /** Returns the text at a JSON pointer; empty if there is none. */
    Optional<String> text(String pointer) {
        return Optional.ofNullable(json.at(pointer).textValue());
    }

    /** Returns the headers by lower-case name. */
    Map<String, String> headers() {
        Map<String, String> headers = lowerCased(texts("headers"));
        Map<String, String> repeated = lowerCased(joined("multiValueHeaders"));
        if (headers.isEmpty()) {
            return repeated;
        }
        for (String name : REPEATABLE) {
            Optional.ofNullable(repeated.get(name))
                    .ifPresent(all ->
                            headers.merge(name, all, (one, other) -> other.equals(one) ? one : one + "," + other));
        }
        return headers;
    }

    Map<String, String> query() {
        Map<String, String> query = texts("queryStringParameters");
        return query.isEmpty() ? joined("multiValueQueryStringParameters") : query;
    }

    ApiBody body() {
        JsonNode body = json.path("body");
        if (!body.isTextual() && !body.isNull() && !body.isMissingNode()) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The event's body is not a string.");
        }
        return new ApiBody(body.asText(""), json.path("isBase64Encoded").asBoolean());
    }

    private Map<String, String> texts(String field) {
        Map<String, String> texts = new HashMap<>();
        json.path(field).properties().forEach(entry -> {
            if (isScalar(entry.getValue())) {
                texts.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return texts;
    }

    private Map<String, String> joined(String field) {
        Map<String, String> texts = new HashMap<>();
        json.path(field).properties().forEach(entry -> {
            if (!entry.getValue().isEmpty()) {
                texts.put(
                        entry.getKey(),
                        entry.getValue()
                                .valueStream()
                                .filter(GatewayEvent::isScalar)
                                .map(JsonNode::asText)
                                .collect(Collectors.joining(",")));
            }
        });
        return texts;
    }

    private static boolean isScalar(JsonNode value) {
        return value.isValueNode() && !value.isNull();
    }

    private static Map<String, String> lowerCased(Map<String, String> headers) {
        Map<String, String> result = new HashMap<>();
        headers.forEach((name, value) -> result.put(name.toLowerCase(Locale.ROOT), value));
        return result;
    }
}
