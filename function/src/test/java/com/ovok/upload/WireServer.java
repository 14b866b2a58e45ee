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

/** An HTTP server of literal bytes: it keeps each whole request as it came and gives the scripted answers in turn. */
public final class WireServer implements AutoCloseable {
    private static final Answer UNSCRIPTED = answer(599, "no answer was scripted for this request");

    /** What is done to the client in answer to one request. */
    @FunctionalInterface
    public interface Answer {
        void give(Socket client) throws IOException;

        /** How much of the request's body is read before, in bytes. */
        default int readsFirst() {
            return Integer.MAX_VALUE;
        }
    }

    /**
     * A request as it came, as far as it was read.
     *
     * @param body a character for each byte
     */
    public record Request(String head, String body) {

        public String line() {
            return head.lines().findFirst().orElseThrow();
        }

        /** As they came, in order, each with its name. */
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
    private final BlockingQueue<Answer> script = new LinkedBlockingQueue<>();
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Function<Request, Answer> otherwise = head -> UNSCRIPTED;

    public WireServer() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var _ = threads.submit(this::accept);
    }

    /** An answer with this text as body; {@code headers} are whole lines. */
    public static Answer answer(int status, String body, String... headers) {
        return answer(status, body.getBytes(UTF_8), headers);
    }

    public static Answer answer(int status, byte[] body, String... headers) {
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

    /** Exactly these bytes, after which the connection stays open. */
    public static Answer literal(String bytes) {
        return client -> client.getOutputStream().write(bytes.getBytes(UTF_8));
    }

    /** Exactly these bytes, after which the connection is closed. */
    public static Answer hangUpAfter(String bytes) {
        return client -> {
            literal(bytes).give(client);
            client.close();
        };
    }

    public static Answer reset() {
        return client -> {
            client.setSoLinger(true, 0);
            client.close();
        };
    }

    /** Exactly these bytes and then silence, until the client leaves. */
    public static Answer stallAfter(String bytes, CountDownLatch clientLeft) {
        return client -> {
            literal(bytes).give(client);
            try {
                var _ = client.getInputStream().read();
            } finally {
                clientLeft.countDown();
            }
        };
    }

    /** This head and then spaces without end, until the client leaves. */
    public static Answer endless(String head, CountDownLatch clientLeft) {
        return endless(head, " ".repeat(8192), clientLeft);
    }

    /** This head and then {@code text} again and again, until the client leaves. */
    public static Answer endless(String head, String text, CountDownLatch clientLeft) {
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
     * This answer when {@code bodyBytes} of the request's body were read; the rest is read and dropped, until the
     * client leaves.
     */
    public static Answer early(int bodyBytes, Answer answer) {
        return new Answer() {
            @Override
            public void give(Socket client) throws IOException {
                answer.give(client);
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

    /** Gives this answer whenever the script has run out. */
    public WireServer otherwise(Answer answer) {
        return otherwiseBy(head -> answer);
    }

    /** Chooses an answer by the request's head whenever the script has run out. */
    public WireServer otherwiseBy(Function<Request, Answer> choice) {
        otherwise = choice;
        return this;
    }

    /** Adds to the script. */
    public WireServer then(Answer... answers) {
        script.addAll(Arrays.asList(answers));
        return this;
    }

    /** Without a path and a slash at its end. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The next request that was not looked at yet; waits for one on its way. */
    public Request request() {
        try {
            return requireNonNull(requests.poll(10, TimeUnit.SECONDS), "no further request came");
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The requests that were not looked at yet. */
    public List<Request> requests() {
        List<Request> arrived = new ArrayList<>();
        requests.drainTo(arrived);
        return arrived;
    }

    /** How many connections there have been so far. */
    public int connections() {
        return connections.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            connections.incrementAndGet();
            // Head and body are written apart: the second would wait for the first to be acknowledged.
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

    /** Returns whether the connection may be used again. */
    private boolean exchange(Socket client, String head, InputStream in) throws IOException {
        Request announced = new Request(head, "");
        Answer next = script.peek();
        Answer answer = next == null ? otherwise.apply(announced) : next;
        int expected = Math.min(announced.expected(), answer.readsFirst());
        if (expected > 0 && announced.header("Expect").isPresent()) {
            literal("HTTP/1.1 100 Continue\r\n\r\n").give(client);
        }
        Request request = new Request(head, new String(in.readNBytes(expected), ISO_8859_1));
        if (request.body().length() < expected) {
            return false;
        }
        requests.add(request);
        script.poll();
        answer.give(client);
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
