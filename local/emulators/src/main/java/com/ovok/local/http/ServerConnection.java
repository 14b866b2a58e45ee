package com.ovok.local.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;

/** An accepted connection. A response is sent at once, and its bytes reach a client that is still sending. */
final class ServerConnection extends DefaultBHttpServerConnection {
    private static final Http1Config CONFIG =
            Http1Config.custom().setBufferSize(64 * 1024).build();
    private static final Duration LINGER = Duration.ofSeconds(1);

    private boolean inputLeft;

    private ServerConnection(URIScheme scheme) {
        super(scheme.id, CONFIG);
    }

    static ServerConnection over(Socket socket, Optional<SSLContext> tls) throws IOException {
        socket.setTcpNoDelay(true);
        if (tls.isEmpty()) {
            var plain = new ServerConnection(URIScheme.HTTP);
            plain.bind(socket);
            return plain;
        }
        String client = socket.getInetAddress().getHostAddress();
        var secured = (SSLSocket) tls.get().getSocketFactory().createSocket(socket, client, socket.getPort(), true);
        secured.setUseClientMode(false);
        var connection = new ServerConnection(URIScheme.HTTPS);
        connection.bind(secured, socket);
        return connection;
    }

    /** Records that the client may still be sending when this connection closes. */
    void inputLeft() {
        inputLeft = true;
    }

    @Override
    public void sendResponseEntity(ClassicHttpResponse response) throws HttpException, IOException {
        super.sendResponseEntity(response);
        flush();
    }

    @Override
    public void close() throws IOException {
        if (inputLeft && isOpen()) {
            linger();
        }
        super.close();
    }

    // Closing with unread input resets the connection, and the reset may overtake the response.
    private void linger() throws IOException {
        flush();
        Socket socket = getSocketHolder().getSocket();
        socket.shutdownOutput();
        socket.setSoTimeout((int) LINGER.toMillis());
        InputStream input = socket.getInputStream();
        var dropped = new byte[64 * 1024];
        long end = System.nanoTime() + LINGER.toNanos();
        while (System.nanoTime() < end && input.read(dropped) >= 0) {
            inputLeft = true;
        }
    }
}
