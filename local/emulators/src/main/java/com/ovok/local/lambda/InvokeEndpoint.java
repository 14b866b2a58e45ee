package com.ovok.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.ovok.local.http.ServerAddresses;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves Lambda's Invoke operation, so that the AWS CLI and SDKs can call functions by name. Requires no credentials.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html">Invoke</a>
 */
public final class InvokeEndpoint implements AutoCloseable {
    private static final int EVENT_LIMIT = 1024 * 1024;
    private static final Pattern INVOKE = Pattern.compile(
            "/2015-03-31/functions/(?:arn:[^/]*:function:|[^/:]*:function:)?(?<name>[\\w-]+)(?::[\\w$-]+)?/invocations");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Map<String, LambdaFunction> functions;
    private final Consumer<String> log;
    private final LoopbackHttp server;

    /** Starts to serve on 127.0.0.1. */
    public InvokeEndpoint(int port, Map<String, LambdaFunction> functions, Consumer<String> log) throws IOException {
        this(ServerAddresses.LOOPBACK, port, functions, log);
    }

    /**
     * Starts to serve.
     *
     * @param addresses to listen on
     * @param port 0 for any free port
     * @param functions by name
     * @param log receives the results of asynchronous events
     */
    public InvokeEndpoint(
            ServerAddresses addresses, int port, Map<String, LambdaFunction> functions, Consumer<String> log)
            throws IOException {
        this.functions = Map.copyOf(functions);
        this.log = log;
        this.server = LoopbackHttp.start(addresses, port, this::serve);
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        byte[] event = exchange.getRequestBody().readAllBytes();
        Matcher path = INVOKE.matcher(exchange.getRequestURI().getPath());
        if (!path.matches() || !exchange.getRequestMethod().equals("POST")) {
            refuse(exchange, 404, "ResourceNotFoundException", "only Invoke is served here");
            return;
        }
        LambdaFunction function = functions.get(path.group("name"));
        if (function == null) {
            refuse(exchange, 404, "ResourceNotFoundException", "Function not found; there are " + functions.keySet());
        } else {
            invoke(exchange, function, event.length == 0 ? new byte[] {'{', '}'} : event);
        }
    }

    private void invoke(HttpExchange exchange, LambdaFunction function, byte[] event) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type");
        boolean async = "Event".equals(type);
        int limit = async ? EVENT_LIMIT : RuntimeApi.PAYLOAD_LIMIT;
        if (event.length > limit) {
            refuse(exchange, 413, "RequestTooLargeException", "Request must be smaller than " + limit + " bytes");
        } else if (!isJson(event)) {
            refuse(exchange, 400, "InvalidRequestContentException", "Could not parse request body into json");
        } else if (async) {
            function.invokeLater(event, log);
            LoopbackHttp.respond(exchange, 202, new byte[0]);
        } else if ("DryRun".equals(type)) {
            LoopbackHttp.respond(exchange, 204, new byte[0]);
        } else {
            respond(exchange, function.invoke(event));
        }
    }

    private static void respond(HttpExchange exchange, InvocationResult result) throws IOException {
        exchange.getResponseHeaders().set("X-Amz-Executed-Version", "$LATEST");
        if (!(result instanceof InvocationResult.Success)) {
            exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
        }
        LoopbackHttp.sendJson(exchange, 200, result.payload());
    }

    private static boolean isJson(byte[] event) throws IOException {
        try {
            return !MAPPER.readTree(event).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static void refuse(HttpExchange exchange, int status, String type, String message) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("Type", "User")
                .put("message", message)
                .toString();
        LoopbackHttp.sendJson(exchange, status, body);
    }
}
