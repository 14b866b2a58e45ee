package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The gateways in front of the function, each with its event as AWS sends it. */
enum Gateway {
    REST_API("rest-api-put.json", "/httpMethod", "Content-Type") {
        @Override
        void path(ObjectNode event, String encoded) {
            event.put("path", encoded);
        }
    },
    /** An HTTP API whose integration selects the older format. */
    HTTP_API_V1("rest-api-put.json", "/httpMethod", "Content-Type") {
        @Override
        void path(ObjectNode event, String encoded) {
            event.put("version", "1.0").put("path", decoded(encoded));
        }
    },
    HTTP_API("http-api-put.json", "/requestContext/http/method", "content-type") {
        @Override
        void path(ObjectNode event, String encoded) {
            event.put("rawPath", decoded(encoded));
        }
    },
    FUNCTION_URL("http-api-put.json", "/requestContext/http/method", "content-type") {
        @Override
        void path(ObjectNode event, String encoded) {
            event.put("routeKey", "$default").put("rawPath", encoded);
            ((ObjectNode) event.get("requestContext")).put("domainName", "u7x3.lambda-url.eu-central-1.on.aws");
        }
    };

    private static final Pattern HALVES = Pattern.compile("\\p{Cs}");
    private static final JsonMapper JSON = new JsonMapper();

    private final String sample;
    private final String methodAt;
    private final String contentTypeHeader;

    Gateway(String sample, String methodAt, String contentTypeHeader) {
        this.sample = sample;
        this.methodAt = methodAt;
        this.contentTypeHeader = contentTypeHeader;
    }

    /**
     * Sets the path in this gateway's form.
     *
     * @param encoded as the client sends it
     */
    abstract void path(ObjectNode event, String encoded);

    /** Returns {@code PUT /documents/cat.png} with a small picture in base64. */
    ObjectNode event() {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(Samples.event(sample));
            path(event, "/documents/cat.png");
            return event;
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    boolean isV1() {
        return this == REST_API || this == HTTP_API_V1;
    }

    /** Lossless only if the bytes are UTF-8, as in AWS. */
    private static String decoded(String encoded) {
        return URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8);
    }

    ObjectNode eventTo(String encodedPath) {
        ObjectNode event = event();
        path(event, encodedPath);
        return event;
    }

    ObjectNode eventWithContentType(@Nullable String contentType) {
        ObjectNode event = event();
        ObjectNode headers = (ObjectNode) event.get("headers");
        headers.remove(contentTypeHeader);
        if (contentType != null) {
            headers.put(contentTypeHeader, contentType);
        }
        return event;
    }

    ObjectNode eventWithMethod(String method) {
        ObjectNode event = event();
        method(event, method);
        return event;
    }

    void method(ObjectNode event, String method) {
        int slash = methodAt.lastIndexOf('/');
        ((ObjectNode) event.at(methodAt.substring(0, slash))).put(methodAt.substring(slash + 1), method);
    }

    /** Sets the path to a form that no gateway sends. */
    void rawPath(ObjectNode event, String path) {
        event.put(isV1() ? "path" : "rawPath", path);
    }

    ObjectNode eventWithBody(@Nullable String body, boolean isBase64) {
        ObjectNode event = event().put("body", body).put("isBase64Encoded", isBase64);
        ((ObjectNode) event.get("headers")).remove("content-length");
        return event;
    }

    /** Returns a form or JSON as bytes that the gateway passes in base64. */
    ObjectNode post(String contentType, byte[] body) {
        ObjectNode event = eventWithContentType(contentType);
        ((ObjectNode) event.get("headers")).remove("content-length");
        method(event, "POST");
        rawPath(event, "/documents");
        return event.put("body", Base64.getEncoder().encodeToString(body)).put("isBase64Encoded", true);
    }

    ObjectNode with(ObjectNode event, String header, String value) {
        ((ObjectNode) event.get("headers")).put(isV1() ? header : header.toLowerCase(Locale.ROOT), value);
        return event;
    }

    /** Returns the response as this gateway receives it. */
    JsonNode response(App app, JsonNode event) {
        return response(app, event, RunningApp.context());
    }

    JsonNode response(App app, JsonNode event, Context context) {
        // JSON can contain lone surrogates as escapes only.
        String json = HALVES.matcher(event.toString())
                .replaceAll(half -> "\\\\u%04x".formatted((int) half.group().charAt(0)));
        return response(app, json.getBytes(UTF_8), context);
    }

    /** Returns the handler's response to these bytes of an event. */
    JsonNode response(App app, byte[] event, Context context) {
        RequestStreamHandler handler = isV1() ? new RestApiHandler(app) : new HttpApiHandler(app);
        try {
            ByteArrayOutputStream response = new ByteArrayOutputStream();
            handler.handleRequest(new ByteArrayInputStream(event), response, context);
            return JSON.readTree(response.toByteArray());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static JsonNode body(JsonNode response) {
        try {
            return JSON.readTree(response.path("body").asText());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
