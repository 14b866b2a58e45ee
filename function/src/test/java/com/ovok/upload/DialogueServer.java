package com.ovok.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.ovok.upload.source.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that responds while a form is sent to it. The form's file is sent in pieces: the server sends one text after
 * each piece has arrived, and the client continues once the text is in transit.
 */
public final class DialogueServer implements AutoCloseable {
    private static final int PIECE = 64 * 1024;
    private static final int LARGE = 2 << 20;
    /** In bytes: more than the socket buffers of both ends hold. */
    private static final int HUGE = 32 << 20;
    /** A client that sends nothing for this time is blocked. */
    private static final Duration BLOCKED = Duration.ofMillis(200);
    /** Longer than a blocked client takes to notice a response. */
    private static final Duration NOTICED = Duration.ofMillis(1500);

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Dialogue> dialogues = new LinkedBlockingQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    public DialogueServer(ServerSocket listener) {
        this.listener = listener;
        var _ = threads.submit(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Returns the number of connections so far. */
    public int connections() {
        return connections.get();
    }

    /**
     * Scripts the next exchange.
     *
     * @param texts what the server sends after the request's head, after each piece, and after the whole form
     */
    public Dialogue next(String... texts) {
        return next(0, List.of(texts));
    }

    /** Scripts an exchange like {@link #next(String...)}, with a file large enough for {@code Expect: 100-continue}. */
    public Dialogue nextLarge(String... texts) {
        return next(LARGE, List.of(texts));
    }

    /** Scripts an exchange like {@link #nextLarge}, with a file that blocks the client if the server does not read. */
    public Dialogue nextHuge(String... texts) {
        return next(HUGE, List.of(texts));
    }

    private Dialogue next(int rest, List<String> texts) {
        Dialogue dialogue = new Dialogue(rest, texts);
        dialogues.add(dialogue);
        return dialogue;
    }

    private void pause(Duration time) throws InterruptedException {
        if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the server closes");
        }
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            connections.incrementAndGet();
            client.setTcpNoDelay(true);
            var _ = threads.submit(() -> serve(client));
        }
    }

    private Void serve(Socket client) throws Exception {
        try (client) {
            InputStream in = client.getInputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                dialogues.take().hold(head, client);
            }
        } catch (SocketException e) {
            // The client has closed the connection, as it does after a failure.
            return null;
        }
        return null;
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        threads.shutdownNow();
    }

    /** What the server does after its last text. */
    private enum Ending {
        /** Continues to read and keeps the connection. */
        KEEP,
        /** Reads until the client closes. */
        DRAIN,
        /** Leaves received bytes unread, which resets the connection. */
        RESET,
        /** Stops reading and keeps the connection. */
        STOP
    }

    /** One exchange and its file. */
    public final class Dialogue implements Content {
        private final int rest;
        private final List<String> texts;
        private final Semaphore said = new Semaphore(0);
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private Ending ending = Ending.KEEP;
        private boolean endless;
        private int blockedAt = Integer.MAX_VALUE;
        private volatile long given;

        private Dialogue(int rest, List<String> texts) {
            this.rest = rest;
            this.texts = texts;
        }

        /** Ends the dialogue after the last text, which is sent while more pieces follow. */
        public Dialogue thenDrain() {
            ending = Ending.DRAIN;
            return this;
        }

        /** Like {@link #thenDrain}, with a reset of the connection. */
        public Dialogue thenReset() {
            ending = Ending.RESET;
            return this;
        }

        /** Like {@link #thenDrain}, without reading further. */
        public Dialogue thenStop() {
            ending = Ending.STOP;
            return this;
        }

        /** Sends this text once the client is blocked because the server does not read. */
        public Dialogue whenBlocked(int text) {
            blockedAt = text;
            return this;
        }

        /** Repeats the last text until the client closes. */
        public Dialogue endlessly() {
            endless = true;
            ending = Ending.DRAIN;
            return this;
        }

        private void hold(String head, Socket client) throws IOException, InterruptedException {
            int length = Integer.parseInt(head.replaceFirst("(?is).*\r\nContent-Length: (\\d+)\r\n.*", "$1"));
            ByteArrayOutputStream received = new ByteArrayOutputStream();
            try {
                for (int i = 0; i < texts.size(); i++) {
                    boolean whole = ending == Ending.KEEP && i == texts.size() - 1;
                    if (i == blockedAt) {
                        sayWhenBlocked(client, texts.get(i));
                    } else {
                        read(client, received, whole ? length : i * PIECE);
                        say(client, texts.get(i));
                    }
                    said.release();
                }
                end(client, received);
            } finally {
                body.complete(received.toByteArray());
                said.release(texts.size());
            }
        }

        private void sayWhenBlocked(Socket client, String text) throws IOException, InterruptedException {
            long before = 0;
            while (given == 0 || before != given) {
                before = given;
                pause(BLOCKED);
            }
            say(client, text);
            if (ending == Ending.KEEP) {
                pause(NOTICED);
            }
        }

        private static void read(Socket client, ByteArrayOutputStream received, int until) throws IOException {
            received.write(client.getInputStream().readNBytes(until - received.size()));
        }

        private static void say(Socket client, String text) throws IOException {
            client.getOutputStream().write(text.getBytes(ISO_8859_1));
            client.getOutputStream().flush();
        }

        private void end(Socket client, ByteArrayOutputStream received) throws IOException, InterruptedException {
            while (endless) {
                say(client, texts.getLast());
            }
            if (ending == Ending.DRAIN) {
                client.getInputStream().transferTo(received);
            }
            if (ending == Ending.STOP) {
                body.complete(received.toByteArray());
                closed.await();
            }
            if (ending == Ending.RESET) {
                client.setSoLinger(true, 0);
            }
            if (ending != Ending.KEEP) {
                client.close();
            }
        }

        /** Returns the received bytes of the body. */
        public byte[] received() {
            return body.join();
        }

        @Override
        public FileInfo file() {
            return Samples.CAT;
        }

        /** In bytes; with an early end, more than is ever sent. */
        @Override
        public long length() {
            return (ending == Ending.KEEP ? texts.size() - 1L : texts.size() + 3L) * PIECE + rest;
        }

        /** Returns the number of texts sent while pieces follow. */
        private int turns() {
            return Math.min(blockedAt, ending == Ending.KEEP ? texts.size() - 1 : texts.size());
        }

        @Override
        public Optional<String> md5() {
            return Optional.of("0".repeat(32));
        }

        @Override
        public InputStream stream() {
            return new Pieces();
        }

        @Override
        public void close() {
            // Holds no resources.
        }

        private final class Pieces extends InputStream {
            @Override
            public int read() {
                throw new UnsupportedOperationException("the form is written in larger pieces");
            }

            @Override
            public int read(byte[] bytes, int from, int most) {
                long at = given;
                if (at == length()) {
                    return -1;
                }
                awaitTurn();
                int read = (int) Math.min(Math.min(most, PIECE), length() - at);
                for (int i = 0; i < read; i++) {
                    bytes[from + i] = byteAt(at + i);
                }
                given = at + read;
                return read;
            }

            /** The head of a small form arrives with its first piece. */
            private void awaitTurn() {
                int piece = (int) (given / PIECE);
                boolean begins = piece == 0 && rest == 0;
                if (!begins && piece < turns()) {
                    awaitTexts(piece == 1 && rest == 0 ? 2 : 1);
                }
            }

            private void awaitTexts(int count) {
                try {
                    if (!said.tryAcquire(count, 20, TimeUnit.SECONDS)) {
                        throw new AssertionError("the server did not get what was sent before");
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Returns the byte of every file at this position. */
    public static byte byteAt(long position) {
        return (byte) (position * 31 + position / PIECE);
    }
}
