package com.ovok.local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API for exactly one function process, one event at a time. Because no other process shares it, an
 * event never reaches the wrong process.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Lambda Runtime API</a>
 */
final class RuntimeApi implements AutoCloseable {
    /** In bytes: Lambda's limit of one synchronous request or response. */
    static final int PAYLOAD_LIMIT = 6 * 1024 * 1024 + 100;

    private static final String BASE = "/2018-06-01/runtime/";
    private static final Pattern OUTCOME = Pattern.compile(BASE + "invocation/([^/]+)/(response|error)");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final BlockingQueue<PendingInvocation> queue = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable PendingInvocation> current = new AtomicReference<>();
    private final AtomicReference<InvocationResult.@Nullable Failure> startFailure = new AtomicReference<>();
    private final Snapshot snapshot = new Snapshot();
    private final String functionArn;
    private final LoopbackHttp server;

    RuntimeApi(String functionArn) throws IOException {
        this.functionArn = functionArn;
        this.server = LoopbackHttp.start(0, this::serve);
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /**
     * Passes the event to the process at its next request, unless it could not load the function. Restores the process
     * if it waits for that.
     */
    void submit(PendingInvocation invocation) {
        current.set(invocation);
        snapshot.restore();
        InvocationResult.Failure failed = startFailure.get();
        if (failed == null) {
            queue.add(invocation);
        } else {
            invocation.complete(failed);
        }
    }

    /** Completes the invocation of a process that ended; has no effect after its response. */
    void processEnded(int exitValue) {
        snapshot.fail("it ended with exit status " + exitValue);
        PendingInvocation invocation = current.get();
        if (invocation != null) {
            invocation.complete(new InvocationResult.Crashed(invocation.requestId(), exitValue));
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        String call =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        switch (call) {
            case "GET " + BASE + "invocation/next" -> next(exchange);
            case "GET " + BASE + "restore/next" -> restore(exchange);
            case "POST " + BASE + "init/error", "POST " + BASE + "restore/error" -> startError(exchange);
            default -> outcome(exchange);
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        PendingInvocation invocation;
        try {
            invocation = queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        describe(invocation, exchange.getResponseHeaders());
        invocation.handOut();
        LoopbackHttp.respond(exchange, 200, LoopbackHttp.JSON, invocation.event());
    }

    private void restore(HttpExchange exchange) throws IOException {
        try {
            snapshot.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        LoopbackHttp.respond(exchange, 200, new byte[0]);
    }

    private void describe(PendingInvocation invocation, Headers headers) {
        Instant now = Instant.now();
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
        headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(now.plus(invocation.timeout()).toEpochMilli()));
        headers.set("Lambda-Runtime-Trace-Id", traceId(now, invocation.requestId()));
    }

    private static String traceId(Instant now, String requestId) {
        String id = requestId.replace("-", "");
        return "Root=1-%08x-%s;Parent=%s;Sampled=0"
                .formatted(now.getEpochSecond(), id.substring(0, 24), id.substring(16));
    }

    private void outcome(HttpExchange exchange) throws IOException {
        Matcher path = OUTCOME.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            LoopbackHttp.sendJson(exchange, 404, "{\"errorMessage\":\"no such call\",\"errorType\":\"NotFound\"}");
            return;
        }
        PendingInvocation invocation = current.get();
        if (invocation == null || !invocation.requestId().equals(path.group(1))) {
            LoopbackHttp.sendJson(
                    exchange, 400, "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
            return;
        }
        String body = read(exchange);
        boolean responded = path.group(2).equals("response");
        invocation.complete(responded ? success(body) : failure(body));
        accepted(exchange);
    }

    private void startError(HttpExchange exchange) throws IOException {
        InvocationResult.Failure failure = failure(read(exchange));
        startFailure.set(failure);
        snapshot.fail(failure.payload());
        PendingInvocation invocation = current.get();
        if (invocation != null) {
            invocation.complete(failure);
        }
        accepted(exchange);
    }

    private static String read(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void accepted(HttpExchange exchange) throws IOException {
        LoopbackHttp.sendJson(exchange, 202, "{\"status\":\"OK\"}");
    }

    private static InvocationResult success(String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (length > PAYLOAD_LIMIT) {
            return new InvocationResult.Failure(
                    "Function.ResponseSizeTooLarge",
                    "Response payload size (" + length + " bytes) exceeded maximum allowed payload size ("
                            + PAYLOAD_LIMIT + " bytes).");
        }
        return new InvocationResult.Success(body);
    }

    private static InvocationResult.Failure failure(String body) {
        try {
            JsonNode error = MAPPER.readTree(body);
            return new InvocationResult.Failure(
                    error.path("errorType").asText("Unknown"),
                    error.path("errorMessage").asText(),
                    body);
        } catch (JsonProcessingException e) {
            return new InvocationResult.Failure("Runtime.Unknown", "the runtime reported no JSON", body);
        }
    }
}
