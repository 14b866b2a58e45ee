package com.ovok.upload.s3;

import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.upload.Deadline;
import com.ovok.upload.http.TestTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class S3HttpTest {
    private static final int MOST_THAT_WAIT = 100;

    /** Simulates dropped packets: the system does not respond to connections beyond a full backlog. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.SECONDS)
    void leavesSilentAddressAtDeadline() throws IOException {
        Deque<Socket> waiting = new ArrayDeque<>();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            boolean accepted = true;
            while (accepted && waiting.size() < MOST_THAT_WAIT) {
                accepted = connects(server, waiting);
            }
            assumeTrue(waiting.size() < MOST_THAT_WAIT, "this system queues connections without a bound");
            HttpGet request = new HttpGet("http://127.0.0.1:" + server.getLocalPort());
            Deadline soon = Deadline.in(Duration.ofMillis(700), InstantSource.system());

            assertThatIOException().isThrownBy(() -> new S3Http(1, TestTls.JDK).send(request, soon));
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static boolean connects(ServerSocket server, Deque<Socket> waiting) throws IOException {
        waiting.add(new Socket());
        try {
            waiting.getLast().connect(server.getLocalSocketAddress(), 200);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
