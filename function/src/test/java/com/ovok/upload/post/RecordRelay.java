package com.ovok.upload.post;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Forwards TLS records from a server to its client, one of them in two parts. */
final class RecordRelay implements AutoCloseable {
    private static final int HEADER = 5;

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable Cut> next = new AtomicReference<>();
    private final int serverPort;

    RecordRelay(int serverPort) throws IOException {
        this.serverPort = serverPort;
        var _ = threads.submit(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Cuts the next record that is long enough for the cut's text. */
    void cutNext(Cut cut) {
        next.set(cut);
    }

    private Void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            client.setTcpNoDelay(true);
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            server.setTcpNoDelay(true);
            var _ = threads.submit(() -> passOn(client, server));
            var _ = threads.submit(() -> passRecords(server, client));
        }
    }

    private static Void passOn(Socket client, Socket server) throws IOException {
        try (client;
                server) {
            client.getInputStream().transferTo(server.getOutputStream());
        }
        return null;
    }

    private Void passRecords(Socket server, Socket client) throws IOException, InterruptedException {
        OutputStream out = client.getOutputStream();
        DataInputStream in = new DataInputStream(server.getInputStream());
        try (client) {
            for (byte[] record = record(in); record.length > 0; record = record(in)) {
                Cut cut = next.get();
                if (cut != null && cut.isOf(record) && next.compareAndSet(cut, null)) {
                    cut.pass(record, out);
                } else {
                    out.write(record);
                }
            }
        }
        return null;
    }

    /** Returns null at the end of the connection. */
    private static byte[] record(InputStream in) throws IOException {
        byte[] header = in.readNBytes(HEADER);
        if (header.length < HEADER) {
            return new byte[0];
        }
        byte[] content =
                in.readNBytes(Short.toUnsignedInt(ByteBuffer.wrap(header).getShort(3)));
        byte[] record = Arrays.copyOf(header, HEADER + content.length);
        System.arraycopy(content, 0, record, HEADER, content.length);
        return record;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }

    /**
     * The position at which a record is cut. The rest follows after {@link #mend}, at the latest after some seconds.
     */
    static final class Cut {
        private static final int PATIENCE = 10;

        private final String text;
        private final int position;
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch fixed = new CountDownLatch(1);
        private final CountDownLatch whole = new CountDownLatch(1);

        /**
         * A cut that has not happened yet.
         *
         * @param text of the record, longer than any other record of the server
         * @param position in bytes from the record's start, or from its end if negative
         */
        Cut(String text, int position) {
            this.text = text;
            this.position = position;
        }

        private boolean isOf(byte[] record) {
            return record.length > HEADER + text.length();
        }

        private void pass(byte[] record, OutputStream out) throws IOException, InterruptedException {
            int at = Math.floorMod(position, record.length);
            out.write(record, 0, at);
            begun.countDown();
            boolean patient = fixed.await(PATIENCE, TimeUnit.SECONDS);
            out.write(record, at, record.length - at);
            if (patient) {
                whole.countDown();
            }
        }

        /** Returns once the client can read the first part. */
        void awaitFirstPart() {
            await(begun);
        }

        /** Sends the rest and returns once the client can read it. */
        void mend() {
            fixed.countDown();
            await(whole);
        }

        private static void await(CountDownLatch latch) {
            try {
                if (!latch.await(PATIENCE, TimeUnit.SECONDS)) {
                    throw new AssertionError("the record was not sent in time");
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
