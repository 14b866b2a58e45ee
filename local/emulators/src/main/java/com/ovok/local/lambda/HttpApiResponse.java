package com.ovok.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A function's response to API Gateway's HTTP API; JSON without a status code is the body itself. */
final class HttpApiResponse {
    private static final Set<String> OWN_HEADERS = Set.of("content-length", "transfer-encoding", "connection");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, String> headers = new TreeMap<>();
    private final List<String> cookies = new ArrayList<>();
    private final int status;
    private final byte[] body;

    private HttpApiResponse(int status, byte[] body) {
        this.status = status;
        this.body = body;
    }

    /** Throws {@link IllegalArgumentException} if the gateway would not accept the response. */
    static HttpApiResponse parse(String payload) {
        try {
            JsonNode json = MAPPER.readTree(payload);
            return json.has("statusCode") ? asTold(json) : inferred(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }

    void send(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        cookies.forEach(cookie -> exchange.getResponseHeaders().add("Set-Cookie", cookie));
        LoopbackHttp.respond(exchange, status, body);
    }

    private static HttpApiResponse inferred(String payload) {
        HttpApiResponse response = new HttpApiResponse(200, payload.getBytes(StandardCharsets.UTF_8));
        response.headers.put("content-type", LoopbackHttp.JSON);
        return response;
    }

    private static HttpApiResponse asTold(JsonNode json) {
        int status = json.path("statusCode").asInt();
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status code " + status);
        }
        HttpApiResponse response = new HttpApiResponse(status, body(json));
        response.headers.put("content-type", "text/plain;charset=UTF-8");
        json.path("headers").properties().forEach(header -> response.addHeader(header.getKey(), header.getValue()));
        json.path("cookies").forEach(cookie -> response.cookies.add(cookie.asText()));
        return response;
    }

    private void addHeader(String name, JsonNode value) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        if (!OWN_HEADERS.contains(lowerCase)) {
            headers.put(lowerCase, value.asText());
        }
    }

    private static byte[] body(JsonNode json) {
        String body = json.path("body").asText();
        return json.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(body)
                : body.getBytes(StandardCharsets.UTF_8);
    }
}
