package com.ovok.local.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.HttpService;
import org.apache.hc.core5.http.io.HttpServerRequestHandler.ResponseTrigger;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Serves an {@link Endpoint} on 127.0.0.1 and further addresses, over TLS if a context is given; one virtual thread per
 * connection. Replaces the JDK's server, which sends {@code 100 Continue} by itself and cannot reset a connection.
 */
public final class LoopbackServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LoopbackServer.class.getName());
    private static final String CONNECTION = ServerConnection.class.getName();

    private final List<ServerSocket> listeners;
    private final RequestGuard guard;
    private final Optional<SSLContext> tls;
    private final Endpoint endpoint;
    private final Faults faults;
    private final HttpService service = new HttpService(HttpProcessors.server(), this::handle);
    private final Queue<ReceivedRequest> requests = new ConcurrentLinkedQueue<>();
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private LoopbackServer(
            List<ServerSocket> listeners,
            RequestGuard guard,
            Optional<SSLContext> tls,
            Endpoint endpoint,
            Faults faults) {
        this.listeners = listeners;
        this.guard = guard;
        this.tls = tls;
        this.endpoint = endpoint;
        this.faults = faults;
    }

    /** Starts on this port of 127.0.0.1; 0 stands for any free port. */
    public static LoopbackServer start(int port, Optional<SSLContext> tls, Endpoint endpoint, Faults faults) {
        return start(ServerAddresses.LOOPBACK, port, tls, endpoint, faults);
    }

    /** Starts on this port of all these addresses; 0 stands for any free port. */
    public static LoopbackServer start(
            ServerAddresses addresses, int port, Optional<SSLContext> tls, Endpoint endpoint, Faults faults) {
        var listeners = new ArrayList<ServerSocket>();
        try {
            for (InetAddress address : addresses.bound()) {
                int same = listeners.isEmpty() ? port : listeners.getFirst().getLocalPort();
                listeners.add(listen(address, same));
            }
        } catch (IOException e) {
            listeners.forEach(LoopbackServer::close);
            throw new UncheckedIOException("cannot listen on port " + port + " of " + addresses, e);
        }
        var server = new LoopbackServer(List.copyOf(listeners), new RequestGuard(addresses), tls, endpoint, faults);
        listeners.forEach(listener -> server.threads.execute(() -> server.accept(listener)));
        return server;
    }

    private static ServerSocket listen(InetAddress address, int port) throws IOException {
        var listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(address, port), 1024);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /** Returns the URL for clients on this machine. */
    public URI uri() {
        return uri("127.0.0.1");
    }

    /** Returns the URL for clients that reach this machine by this name or address. */
    public URI uri(String host) {
        int port = listeners.getFirst().getLocalPort();
        return URI.create((tls.isPresent() ? "https" : "http") + "://" + host + ":" + port);
    }

    /** Returns all requests whose head has arrived, in that order. */
    public List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Resets the open connections. */
    @Override
    public void close() {
        closed.countDown();
        try {
            listeners.forEach(LoopbackServer::close);
        } finally {
            connections.forEach(connection -> connection.close(CloseMode.IMMEDIATE));
            threads.close();
        }
    }

    private static void close(ServerSocket listener) {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listener) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                LOG.log(listener.isClosed() ? System.Logger.Level.TRACE : System.Logger.Level.WARNING, "no accept", e);
            }
        }
    }

    private void serve(Socket socket) {
        try (ServerConnection connection = ServerConnection.over(socket, tls)) {
            serve(connection);
        } catch (IOException | HttpException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection ended early", e);
        }
    }

    private void serve(ServerConnection connection) throws HttpException, IOException {
        HttpCoreContext context = HttpCoreContext.create();
        context.setAttribute(CONNECTION, connection);
        connections.add(connection);
        try {
            while (connection.isOpen() && closed.getCount() > 0) {
                service.handleRequest(connection, context);
            }
        } finally {
            connections.remove(connection);
        }
    }

    private void handle(ClassicHttpRequest request, ResponseTrigger trigger, HttpContext context)
            throws HttpException, IOException {
        var connection = (ServerConnection) context.getAttribute(CONNECTION);
        Optional<RequestGuard.Refusal> refusal = guard.check(header(request, "Host"), header(request, "Origin"));
        if (refusal.isPresent()) {
            var refusing = new RefusingEndpoint(refusal.get());
            new Exchange(refusing, request, trigger, connection, closed).run(Optional.empty());
            return;
        }
        Operation operation = endpoint.operationOf(request);
        requests.add(ReceivedRequest.of(operation, request));
        new Exchange(endpoint, request, trigger, connection, closed).run(faults.take(operation, length(request)));
    }

    private static long length(ClassicHttpRequest request) {
        HttpEntity body = request.getEntity();
        return body == null ? 0 : body.getContentLength();
    }

    private static @Nullable String header(ClassicHttpRequest request, String name) {
        Header header = request.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }
}
