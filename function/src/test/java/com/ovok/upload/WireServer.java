package com.ovok.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An HTTP server of literal bytes: it keeps each request unchanged and sends the scripted responses in turn. */
public final class WireServer implements AutoCloseable {
    private static final Response UNSCRIPTED = response(599, "no response was scripted for this request");

    /** A scripted response to one request. */
    @FunctionalInterface
    public interface Response {
        void give(Socket client) throws IOException;

        /** Returns how much of the request's body is read first, in bytes. */
        default int readsFirst() {
            return Integer.MAX_VALUE;
        }
    }

    /**
     * A request as far as it was read.
     *
     * @param body one character for each byte
     */
    public record Request(String head, String body) {

        public String line() {
            return head.lines().findFirst().orElseThrow();
        }

        /** Returns the headers as received, in order, each with its name. */
        public List<String> headers() {
            return head.lines().skip(1).toList();
        }

        public Optional<String> header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return headers().stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst();
        }

        public String text() {
            return new String(bytes(), UTF_8);
        }

        public byte[] bytes() {
            return body.getBytes(ISO_8859_1);
        }

        int expected() {
            return header("Content-Length").map(Integer::parseInt).orElse(0);
        }
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Response> script = new LinkedBlockingQueue<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Function<Request, Response> otherwise = head -> UNSCRIPTED;

    public WireServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var _ = threads.submit(this::accept);
    }

    /** Creates a response with this text as body; {@code headers} are whole lines. */
    public static Response response(int status, String body, String... headers) {
        return response(status, body.getBytes(UTF_8), headers);
    }

    public static Response response(int status, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        Arrays.asList(headers).forEach(line -> head.append(line).append("\r\n"));
        if (status != 204) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return client -> {
            client.getOutputStream().write((head + "\r\n").getBytes(UTF_8));
            client.getOutputStream().write(body);
        };
    }

    /** Sends exactly these bytes and keeps the connection open. */
    public static Response literal(String bytes) {
        return client -> client.getOutputStream().write(bytes.getBytes(UTF_8));
    }

    /** Sends exactly these bytes and closes the connection. */
    public static Response hangUpAfter(String bytes) {
        return client -> {
            literal(bytes).give(client);
            client.close();
        };
    }

    public static Response reset() {
        return client -> {
            client.setSoLinger(true, 0);
            client.close();
        };
    }

    /** Sends exactly these bytes, then nothing until the client closes. */
    public static Response stallAfter(String bytes, CountDownLatch clientLeft) {
        return client -> {
            literal(bytes).give(client);
            try {
                var _ = client.getInputStream().read();
            } finally {
                clientLeft.countDown();
            }
        };
    }

    /** Sends this head, then spaces until the client closes. */
    public static Response endless(String head, CountDownLatch clientLeft) {
        return endless(head, " ".repeat(8192), clientLeft);
    }

    /** Sends this head, then repeats {@code text} until the client closes. */
    public static Response endless(String head, String text, CountDownLatch clientLeft) {
        return client -> {
            literal(head).give(client);
            OutputStream out = client.getOutputStream();
            byte[] chunk = text.getBytes(UTF_8);
            try {
                while (!client.isClosed()) {
                    out.write(chunk);
                }
            } finally {
                clientLeft.countDown();
            }
        };
    }

    /**
     * Sends this response once {@code bodyBytes} of the request's body were read; then reads and drops the rest until
     * the client closes.
     */
    public static Response early(int bodyBytes, Response response) {
        return new Response() {
            @Override
            public void give(Socket client) throws IOException {
                response.give(client);
                client.shutdownOutput();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
                client.close();
            }

            @Override
            public int readsFirst() {
                return bodyBytes;
            }
        };
    }

    /** Sets the response for requests after the end of the script. */
    public WireServer otherwise(Response response) {
        return otherwiseBy(head -> response);
    }

    /** Chooses a response by the request's head after the end of the script. */
    public WireServer otherwiseBy(Function<Request, Response> choice) {
        otherwise = choice;
        return this;
    }

    /** Adds to the script. */
    public WireServer then(Response... responses) {
        script.addAll(Arrays.asList(responses));
        return this;
    }

    /** Returns the URL without a path and a trailing slash. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** Returns the next request that was not returned yet; waits for it. */
    public Request request() {
        try {
            return requireNonNull(requests.poll(10, TimeUnit.SECONDS), "no further request came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the requests that were not returned yet. */
    public List<Request> requests() {
        List<Request> arrived = new ArrayList<>();
        requests.drainTo(arrived);
        return arrived;
    }

    /** Returns the number of connections so far. */
    public int connections() {
        return connections.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            connections.incrementAndGet();
            // Head and body are separate writes: Nagle's algorithm would delay the second until the first is
            // acknowledged.
            client.setTcpNoDelay(true);
            var _ = threads.submit(() -> serve(client));
        }
    }

    private Void serve(Socket client) throws IOException {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean open = true;
            while (open) {
                String head = head(in);
                open = !head.isEmpty() && exchange(client, head, in) && !client.isClosed();
            }
        }
        return null;
    }

    /** Returns whether the connection can be reused. */
    private boolean exchange(Socket client, String head, InputStream in) throws IOException {
        Request announced = new Request(head, "");
        Response next = script.peek();
        Response response = next == null ? otherwise.apply(announced) : next;
        int expected = Math.min(announced.expected(), response.readsFirst());
        if (expected > 0 && announced.header("Expect").isPresent()) {
            literal("HTTP/1.1 100 Continue\r\n\r\n").give(client);
        }
        Request request = new Request(head, new String(in.readNBytes(expected), ISO_8859_1));
        if (request.body().length() < expected) {
            return false;
        }
        requests.add(request);
        script.poll();
        response.give(client);
        return true;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int last = 0;
        while (last != 0x0d0a0d0a) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.write(next);
            last = last << 8 | next;
        }
        return head.toString(UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
