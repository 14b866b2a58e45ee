package com.ovok.local.benchmarks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Only the three HTTP exchanges of a file: prepared requests over the JDK's leanest client with persistent connections,
 * and responses that are read and dropped.
 */
public final class BareExchanges implements RequestStreamHandler {
    private final URI source = URI.create(System.getenv("SOURCE"));
    private final URI documents = URI.create(System.getenv("OVOK_BASE_URL") + "/documentdev");
    private final URI storage = URI.create(System.getenv("STORAGE"));
    private final String token = "Bearer " + System.getenv("OVOK_ACCESS_TOKEN");
    private final byte[] document = System.getenv("DOCUMENT").getBytes(StandardCharsets.UTF_8);
    private final byte[] form = Base64.getDecoder().decode(System.getenv("FORM"));
    private final String formType = System.getenv("FORM_TYPE");

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        input.readAllBytes();
        finish(open(source));
        HttpURLConnection reserve = open(documents);
        reserve.setRequestProperty("Authorization", token);
        send(reserve, "application/json", document);
        send(open(storage), formType, form);
        output.write("\"ok\"".getBytes(StandardCharsets.UTF_8));
    }

    private static HttpURLConnection open(URI uri) throws IOException {
        return (HttpURLConnection) uri.toURL().openConnection();
    }

    private static void send(HttpURLConnection request, String type, byte[] body) throws IOException {
        request.setRequestMethod("POST");
        request.setRequestProperty("Content-Type", type);
        request.setDoOutput(true);
        request.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = request.getOutputStream()) {
            out.write(body);
        }
        finish(request);
    }

    private static void finish(HttpURLConnection request) throws IOException {
        try (InputStream in = request.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
