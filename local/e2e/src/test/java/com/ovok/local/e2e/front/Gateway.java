package com.ovok.local.e2e.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;

/** The gateways in front of the function, each with its event as AWS sends it. */
enum Gateway {
    REST_API("RestApiHandler", "rest-api-put.json") {
        @Override
        void address(ObjectNode event, Call call) {
            event.put("httpMethod", call.method()).put("path", call.path());
        }

        @Override
        String header(String name) {
            return name;
        }
    },
    /** An HTTP API whose integration selects the older format. */
    HTTP_API_V1("RestApiHandler", "rest-api-put.json") {
        @Override
        void address(ObjectNode event, Call call) {
            event.put("version", "1.0").put("httpMethod", call.method()).put("path", decoded(call));
        }

        @Override
        String header(String name) {
            return name;
        }
    },
    HTTP_API("HttpApiHandler", "http-api-put.json") {
        @Override
        void address(ObjectNode event, Call call) {
            event.put("rawPath", decoded(call));
            ((ObjectNode) event.at("/requestContext/http")).put("method", call.method());
        }

        @Override
        String header(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    },
    FUNCTION_URL("HttpApiHandler", "http-api-put.json") {
        @Override
        void address(ObjectNode event, Call call) {
            event.put("routeKey", "$default").put("rawPath", call.path()).putNull("pathParameters");
            ObjectNode context = (ObjectNode) event.path("requestContext");
            context.put("domainName", "u7x3.lambda-url.eu-central-1.on.aws");
            ((ObjectNode) context.path("http")).put("method", call.method());
        }

        @Override
        String header(String name) {
            return name.toLowerCase(Locale.ROOT);
        }
    };

    private static final Path EVENTS = Path.of(System.getProperty("root.directory"), "events");
    private static final JsonMapper JSON = new JsonMapper();

    private final String handler;
    private final String sample;

    Gateway(String handler, String sample) {
        this.handler = handler;
        this.sample = sample;
    }

    String handler() {
        return handler;
    }

    private static String decoded(Call call) {
        return URLDecoder.decode(call.path().replace("+", "%2B"), UTF_8);
    }

    abstract void address(ObjectNode event, Call call);

    abstract String header(String name);

    /** Returns this gateway's event for a request. */
    byte[] event(Call call) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(EVENTS.resolve(sample).toFile());
        address(event, call);
        ObjectNode headers = (ObjectNode) event.path("headers");
        headers.remove(header("Content-Type"));
        headers.remove(header("Content-Length"));
        call.headers().forEach((name, value) -> headers.put(header(name), value));
        ObjectNode query = event.putObject("queryStringParameters");
        call.query().forEach(query::put);
        event.put("body", Base64.getEncoder().encodeToString(call.body())).put("isBase64Encoded", true);
        return JSON.writeValueAsBytes(event);
    }
}
