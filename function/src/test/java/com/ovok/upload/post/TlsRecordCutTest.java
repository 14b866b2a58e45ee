package com.ovok.upload.post;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.upload.DialogueServer;
import com.ovok.upload.TestTransport;
import com.ovok.upload.s3.S3Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A part of a TLS record that comes while a form is being sent neither holds the form up nor is lost. */
@Timeout(120)
class TlsRecordCutTest {
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

    /** More than the client says before the first piece of its file, and less than that piece. */
    private static final int FIRST_PIECE = 40_000;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
    void continuesARecordThatWasCutAnywhere(TestTransport transport) throws Exception {
        assumeTrue(transport.isAvailable());
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(transport.clientContext());
        FormUploader uploader = new FormUploader(new S3Http(1), new UploadHosts(true, true, List.of()), once());
        try (DialogueServer server = new DialogueServer(transport.listen())) {
            int step = transport == TestTransport.JSSE ? 1 : 5;
            int length = Integer.MAX_VALUE;
            for (int cut = 1; cut < length; cut += step) {
                do {
                    length = upload(uploader, transport, server, cut);
                } while (length == 0);
            }
            assertThat(length).isGreaterThan(HINTS.length());
        } finally {
            SSLContext.setDefault(before);
        }
    }

    /**
     * Returns how many bytes the record had that was cut, or 0 if it came together with another one and was not cut.
     */
    private static int upload(FormUploader uploader, TestTransport transport, DialogueServer server, int cut)
            throws IOException {
        try (Relay relay = new Relay(server.port(), cut)) {
            PresignedPost post = post(transport.url(relay.port()));
            DialogueServer.Dialogue dialogue =
                    server.next("", HINTS, "", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
            uploader.upload(post, () -> post, dialogue, deadline());
            return relay.cutOff();
        }
    }

    /** Holds the end of one record back until the client has sent another piece. */
    private static final class Relay implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final Lock lock = new ReentrantLock();
        private final int serverPort;
        private final int cut;
        private long sent;
        private long sentAtCut = -1;
        private byte[] heldBack = {};
        private int cutOff;
        private boolean isDecided;

        Relay(int serverPort, int cut) throws IOException {
            this.serverPort = serverPort;
            this.cut = cut;
            var _ = threads.submit(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        int cutOff() {
            return cutOff;
        }

        private Void accept() throws IOException {
            Socket client = listener.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            var _ = threads.submit(() -> forward(server, client));
            byte[] buffer = new byte[8192];
            InputStream in = client.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                server.getOutputStream().write(buffer, 0, read);
                passed(read, client.getOutputStream());
            }
            server.close();
            return null;
        }

        private void passed(int bytes, OutputStream toClient) throws IOException {
            lock.lock();
            try {
                sent += bytes;
                if (sentAtCut >= 0 && sent > sentAtCut + FIRST_PIECE) {
                    release(toClient);
                }
            } finally {
                lock.unlock();
            }
        }

        private void release(OutputStream toClient) throws IOException {
            toClient.write(heldBack);
            heldBack = new byte[0];
        }

        private Void forward(Socket server, Socket client) throws IOException {
            byte[] buffer = new byte[8192];
            InputStream in = server.getInputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                hand(Arrays.copyOf(buffer, read), client.getOutputStream());
            }
            client.close();
            return null;
        }

        private void hand(byte[] bytes, OutputStream toClient) throws IOException {
            lock.lock();
            try {
                release(toClient);
                boolean isFirst = sent > FIRST_PIECE && !isDecided;
                boolean isCut = isFirst && isOneRecord(bytes);
                isDecided |= isFirst;
                toClient.write(bytes, 0, isCut ? cut : bytes.length);
                if (isCut) {
                    sentAtCut = sent;
                    heldBack = Arrays.copyOfRange(bytes, cut, bytes.length);
                    cutOff = bytes.length;
                }
            } finally {
                lock.unlock();
            }
        }

        /** With another record behind it, the final response would be held back too. */
        private static boolean isOneRecord(byte[] bytes) {
            int header = 5;
            return bytes.length == header + ByteBuffer.wrap(bytes).getShort(3);
        }

        @Override
        public void close() throws IOException {
            listener.close();
            threads.shutdownNow();
        }
    }
}
