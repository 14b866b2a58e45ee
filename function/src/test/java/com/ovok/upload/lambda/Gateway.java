package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Samples;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/** What can stand in front of the function, each with its event as AWS sends it. */
enum Gateway {
    REST_API("rest-api-put.json", "/httpMethod", "Content-Type") {
        @Override
        void path(ObjectNode event, String encoded) {
            event.put("path", encoded);
        }
    },
    HTTP_API("http-api-put.json", "/requestContext/http/method", "content-type") {
        @Override
        void path(ObjectNode event, String encoded) {
            event.put("rawPath", URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8));
        }
    },
    FUNCTION_URL("http-api-put.json", "/requestContext/http/method", "content-type") {
        @Override
        void path(ObjectNode event, String encoded) {
            event.put("rawPath", encoded);
            ((ObjectNode) event.get("requestContext")).put("domainName", "u7x3.lambda-url.eu-central-1.on.aws");
        }
    };

    private static final JsonMapper JSON = new JsonMapper();

    private final String sample;
    private final String methodAt;
    private final String contentTypeHeader;

    Gateway(String sample, String methodAt, String contentTypeHeader) {
        this.sample = sample;
        this.methodAt = methodAt;
        this.contentTypeHeader = contentTypeHeader;
    }

    /** Sets the path as the client sends it to what this gateway makes of it. */
    abstract void path(ObjectNode event, String encoded);

    /** {@code PUT /documents/cat.png} with a small picture in base64. */
    ObjectNode event() {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(Samples.event(sample));
            path(event, "/documents/cat.png");
            return event;
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
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

    /** Sets the path to what no gateway may ever make of one. */
    void rawPath(ObjectNode event, String path) {
        event.put(this == REST_API ? "path" : "rawPath", path);
    }

    ObjectNode eventWithBody(@Nullable String body, boolean isBase64) {
        ObjectNode event = event().put("body", body).put("isBase64Encoded", isBase64);
        ((ObjectNode) event.get("headers")).remove("content-length");
        return event;
    }

    /** The answer as this gateway gets it: both ways through the runtime's own serializer. */
    JsonNode answer(App app, JsonNode event) {
        return answer(app, event, RunningApp.context());
    }

    JsonNode answer(App app, JsonNode event, Context context) {
        return read(event.toString().getBytes(UTF_8)).answer(app, context);
    }

    /** An event as the runtime hands it to the handler. */
    @FunctionalInterface
    interface Event {
        JsonNode answer(App app, Context context);
    }

    /**
     * Reads what came over the wire as the runtime does.
     *
     * @throws RuntimeException when the runtime cannot, and would not call the handler
     */
    Event read(byte[] event) {
        if (this == REST_API) {
            APIGatewayProxyRequestEvent read = read(event, APIGatewayProxyRequestEvent.class);
            return (app, context) -> answer(new RestApiHandler(app), read, context, APIGatewayProxyResponseEvent.class);
        }
        APIGatewayV2HTTPEvent read = read(event, APIGatewayV2HTTPEvent.class);
        return (app, context) -> answer(new HttpApiHandler(app), read, context, APIGatewayV2HTTPResponse.class);
    }

    private static <I, O> JsonNode answer(
            RequestHandler<I, O> handler, @Nullable I event, Context context, Class<O> out) {
        try {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            serializer(out).toJson(handler.handleRequest(event, context), answer);
            return JSON.readTree(answer.toByteArray());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static <I> @Nullable I read(byte[] event, Class<I> type) {
        return serializer(type).fromJson(new ByteArrayInputStream(event));
    }

    private static <T> PojoSerializer<T> serializer(Class<T> type) {
        return LambdaEventSerializers.serializerFor(type, type.getClassLoader());
    }

    static JsonNode body(JsonNode answer) {
        try {
            return JSON.readTree(answer.path("body").asText());
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
