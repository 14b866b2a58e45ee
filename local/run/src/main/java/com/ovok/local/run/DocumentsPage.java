package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.ovok.Document;
import com.ovok.local.ovok.Document.StoredFile;
import com.ovok.local.ovok.OvokEmulator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;

/** A page that shows the documents of the OVOK emulator as they arrive, and uploads files through the API. */
final class DocumentsPage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String POLICY = "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final OvokEmulator ovok;
    private final String html;

    DocumentsPage(OvokEmulator ovok) throws IOException {
        this.ovok = ovok;
        try (InputStream resource = requireNonNull(DocumentsPage.class.getResourceAsStream("documents.html"))) {
            html = new String(resource.readAllBytes(), UTF_8);
        }
    }

    /** Returns the handlers by route; the page loads its data from a sibling path. */
    Map<String, HttpHandler> routes() {
        return Map.of("GET /", this::page, "GET /documents.json", this::list);
    }

    private void page(HttpExchange exchange) throws IOException {
        String nonce = UUID.randomUUID().toString();
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY.replace("{nonce}", nonce));
        respond(exchange, "text/html; charset=utf-8", html.replace("{nonce}", nonce));
    }

    /** Latest first. */
    private void list(HttpExchange exchange) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        ovok.documents().reversed().forEach(document -> list.add(describe(document)));
        respond(exchange, "application/json", list.toString());
    }

    private static ObjectNode describe(Document document) {
        ObjectNode row = JSON.createObjectNode()
                .put("id", document.id())
                .put("name", document.fileName())
                .put("type", document.contentType())
                .put("complete", document.isComplete());
        document.file().ifPresent(file -> row.put("size", file.size()).put("sha256", file.sha256()));
        return row.put(
                "when",
                document.file()
                        .filter(_ -> document.isComplete())
                        .map(StoredFile::arrived)
                        .orElse(document.lastUpdated())
                        .toString());
    }

    private static void respond(HttpExchange exchange, String type, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }
}
