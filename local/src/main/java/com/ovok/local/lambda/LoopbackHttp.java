package com.ovok.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on 127.0.0.1 that gives each exchange a virtual thread; port 0 picks a free one. */
final class LoopbackHttp implements AutoCloseable {
    static final String JSON = "application/json";

    private static final System.Logger LOG = System.getLogger(LoopbackHttp.class.getName());
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackHttp(HttpServer server) {
        this.server = server;
    }

    /** Starts to serve; a busy port is told apart from other failures by {@link BindException}. */
    static LoopbackHttp start(int port, HttpHandler handler) throws IOException {
        LoopbackHttp started = new LoopbackHttp(bind(port));
        started.server.createContext("/", exchange -> handle(exchange, handler));
        started.server.setExecutor(started.threads);
        started.server.start();
        return started;
    }

    int port() {
        return server.getAddress().getPort();
    }

    static void answer(HttpExchange exchange, int status, String contentType, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", contentType);
        answer(exchange, status, body);
    }

    static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
        if (!bodiless) {
            exchange.getResponseBody().write(body);
        }
    }

    static void answerJson(HttpExchange exchange, int status, String json) throws IOException {
        answer(exchange, status, JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static HttpServer bind(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(LOOPBACK, port), 0);
        } catch (BindException e) {
            BindException named = new BindException("port " + port + " on 127.0.0.1 is in use");
            named.initCause(e);
            throw named;
        }
    }

    private static void handle(HttpExchange exchange, HttpHandler handler) throws IOException {
        try (exchange) {
            handler.handle(exchange);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "request failed", e);
            if (exchange.getResponseCode() < 0) {
                answerJson(exchange, 500, "{\"message\":\"Internal Server Error\"}");
            }
        }
    }
}
