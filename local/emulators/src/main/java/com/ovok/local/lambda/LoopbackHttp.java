package com.ovok.local.lambda;

import com.ovok.local.http.RequestGuard;
import com.ovok.local.http.ServerAddresses;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An HTTP server on 127.0.0.1 and further addresses. Each exchange gets a virtual thread; port 0 stands for any free
 * port.
 */
final class LoopbackHttp implements AutoCloseable {
    static final String JSON = "application/json";

    private static final System.Logger LOG = System.getLogger(LoopbackHttp.class.getName());

    private final List<HttpServer> servers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackHttp(List<HttpServer> servers) {
        this.servers = servers;
    }

    /** Starts to serve on 127.0.0.1. */
    static LoopbackHttp start(int port, HttpHandler handler) throws IOException {
        return start(ServerAddresses.LOOPBACK, port, handler);
    }

    /** Starts to serve; throws {@link BindException} if the port is in use. */
    static LoopbackHttp start(ServerAddresses addresses, int port, HttpHandler handler) throws IOException {
        LoopbackHttp started = new LoopbackHttp(bind(addresses, port));
        RequestGuard guard = new RequestGuard(addresses);
        for (HttpServer server : started.servers) {
            server.createContext("/", exchange -> handle(exchange, guard, handler));
            server.setExecutor(started.threads);
            server.start();
        }
        return started;
    }

    int port() {
        return servers.getFirst().getAddress().getPort();
    }

    static void respond(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        respond(exchange, status, body);
    }

    static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    static void sendJson(HttpExchange exchange, int status, String json) throws IOException {
        respond(exchange, status, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }

    private static List<HttpServer> bind(ServerAddresses addresses, int port) throws IOException {
        List<HttpServer> servers = new ArrayList<>();
        try {
            for (InetAddress address : addresses.bound()) {
                int same = servers.isEmpty()
                        ? port
                        : servers.getFirst().getAddress().getPort();
                servers.add(HttpServer.create(new InetSocketAddress(address, same), 0));
            }
            return List.copyOf(servers);
        } catch (BindException e) {
            servers.forEach(server -> server.stop(0));
            BindException named = new BindException("port " + port + " on " + addresses + " is in use");
            named.initCause(e);
            throw named;
        }
    }

    private static void handle(HttpExchange exchange, RequestGuard guard, HttpHandler handler) throws IOException {
        Headers headers = exchange.getRequestHeaders();
        try (exchange) {
            Optional<RequestGuard.Refusal> refusal = guard.check(headers.getFirst("Host"), headers.getFirst("Origin"));
            if (refusal.isPresent()) {
                byte[] reason = refusal.get().reason().getBytes(StandardCharsets.UTF_8);
                respond(exchange, refusal.get().status(), "text/plain", reason);
            } else {
                handler.handle(exchange);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "request failed", e);
            if (exchange.getResponseCode() < 0) {
                sendJson(exchange, 500, "{\"message\":\"Internal Server Error\"}");
            }
        }
    }
}
