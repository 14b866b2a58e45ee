package com.ovok.local.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.http.ServerAddresses;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Emulates API Gateway's HTTP API in front of a function: its routes, limits, events and responses. Requires no
 * credentials.
 */
public final class ApiFront implements AutoCloseable {
    private static final int REQUEST_LIMIT = 10 * 1024 * 1024;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final List<Route> routes;
    private final Map<Route, HttpHandler> beside;
    private final LambdaFunction function;
    private final LoopbackHttp server;

    /** Starts to serve on 127.0.0.1. */
    public ApiFront(int port, LambdaFunction function, List<String> routeKeys, Map<String, HttpHandler> handlers)
            throws IOException {
        this(ServerAddresses.LOOPBACK, port, function, routeKeys, handlers);
    }

    /**
     * Starts to serve.
     *
     * @param addresses to listen on
     * @param port 0 for any free port
     * @param routeKeys the API's routes, such as {@code PUT /documents/{fileName}}
     * @param handlers of other routes, which are not the gateway's and never reach the function
     */
    public ApiFront(
            ServerAddresses addresses,
            int port,
            LambdaFunction function,
            List<String> routeKeys,
            Map<String, HttpHandler> handlers)
            throws IOException {
        this.beside = handlers.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(entry -> new Route(entry.getKey()), Map.Entry::getValue));
        this.routes = routeKeys.stream().map(Route::new).toList();
        this.function = function;
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
        Optional<HttpHandler> other = find(beside.keySet(), exchange).map(beside::get);
        if (other.isPresent()) {
            other.get().handle(exchange);
        } else {
            serveAsGateway(exchange);
        }
    }

    private static Optional<Route> find(Collection<Route> routes, HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return routes.stream()
                .filter(candidate -> candidate.matches(exchange.getRequestMethod(), path))
                .findFirst();
    }

    private void serveAsGateway(HttpExchange exchange) throws IOException {
        Optional<Route> route = find(routes, exchange);
        Optional<byte[]> body = readWithin(exchange.getRequestBody(), REQUEST_LIMIT);
        if (route.isEmpty()) {
            refuse(exchange, 404, "Not Found");
        } else if (body.isEmpty()) {
            refuse(exchange, 413, "Request Entity Too Large");
        } else {
            forward(exchange, new HttpApiEvent(exchange, route.get()), body.get());
        }
    }

    /** Always reads to the end, because a client that is still sending would not see the rejection. */
    private static Optional<byte[]> readWithin(InputStream body, int limit) throws IOException {
        byte[] start = body.readNBytes(limit);
        long rest = body.transferTo(OutputStream.nullOutputStream());
        return rest == 0 ? Optional.of(start) : Optional.empty();
    }

    private void forward(HttpExchange exchange, HttpApiEvent request, byte[] body) throws IOException {
        byte[] event;
        try {
            event = MAPPER.writeValueAsBytes(request.toJson(body));
        } catch (IllegalArgumentException e) {
            refuse(exchange, 400, "Bad Request");
            return;
        }
        if (event.length > RuntimeApi.PAYLOAD_LIMIT) {
            refuse(exchange, 413, "Request Entity Too Large");
        } else {
            respond(exchange, function.invoke(event));
        }
    }

    private static void respond(HttpExchange exchange, InvocationResult result) throws IOException {
        switch (result) {
            case InvocationResult.Success success -> send(exchange, success.payload());
            case InvocationResult.TimedOut _ -> refuse(exchange, 503, "Service Unavailable");
            case InvocationResult.Failure _, InvocationResult.Crashed _ ->
                refuse(exchange, 500, "Internal Server Error");
        }
    }

    private static void send(HttpExchange exchange, String payload) throws IOException {
        HttpApiResponse response;
        try {
            response = HttpApiResponse.parse(payload);
        } catch (IllegalArgumentException e) {
            refuse(exchange, 500, "Internal Server Error");
            return;
        }
        response.send(exchange);
    }

    private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        LoopbackHttp.sendJson(exchange, status, "{\"message\":\"" + message + "\"}");
    }
}
