package com.ovok.local.e2e.reliability;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** Forwards the calls of OVOK and records the responses with the real secrets. Thread-safe. */
final class RecordingProxy implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<JsonNode> responses = new ConcurrentLinkedQueue<>();
    private final URI ovok;
    private final HttpServer server;

    RecordingProxy(URI ovok) throws IOException {
        this.ovok = ovok;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", this::handOn);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Returns all values of these fields in any response. */
    Set<String> values(String... fields) {
        return responses.stream()
                .flatMap(response -> Stream.of(fields).flatMap(field -> response.findValues(field).stream()))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .collect(toSet());
    }

    private void handOn(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpResponse<byte[]> response = client.send(onward(exchange), BodyHandlers.ofByteArray());
            responses.add(JSON.readTree(response.body()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest onward(HttpExchange exchange) throws IOException {
        HttpRequest.Builder onward = HttpRequest.newBuilder(ovok.resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String name : List.of("Authorization", "Content-Type")) {
            exchange.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> onward.header(name, value));
        }
        return onward.build();
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
