package com.ovok.local.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.http.Endpoint;
import com.ovok.local.http.Faults;
import com.ovok.local.http.LoopbackServer;
import com.ovok.local.http.Operation;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/**
 * An EventBridge that has one event bus, on a free port of 127.0.0.1 until it is closed. As EventBridge does, it
 * accepts and drops events for other buses. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 */
public final class EventBus implements AutoCloseable {
    private static final ContentType JSON = ContentType.create("application/x-amz-json-1.1");
    private static final JsonMapper MAPPER = new JsonMapper();

    private final String name;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final LoopbackServer server;
    private volatile Consumer<JsonNode> receiver = event -> {};

    private EventBus(String name, Faults faults) {
        this.name = name;
        this.server = LoopbackServer.start(0, Optional.empty(), new Bus(), faults);
    }

    public static EventBus start(String name, Faults faults) {
        return new EventBus(name, faults);
    }

    public URI endpoint() {
        return server.uri();
    }

    /** Returns the entries that the bus has got, in that order. */
    public List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** Hands each later entry to {@code next} too. */
    public void onEvent(Consumer<JsonNode> next) {
        receiver = next;
    }

    @Override
    public void close() {
        server.close();
    }

    /** The operations that the function calls. */
    private final class Bus implements Endpoint {
        @Override
        public Operation operationOf(HttpRequest request) {
            return target(request).equals("AWSEvents.PutEvents") ? Operation.PUT_EVENTS : Operation.OTHER;
        }

        @Override
        public ClassicHttpResponse respond(ClassicHttpRequest request) throws IOException {
            JsonNode call = MAPPER.readTree(request.getEntity().getContent());
            boolean isSigned = request.getFirstHeader("Authorization") != null;
            return switch (isSigned ? target(request) : "unsigned") {
                case "AWSEvents.DescribeEventBus" -> describe(call.path("Name").asText());
                case "AWSEvents.PutEvents" -> put(call.path("Entries"));
                case "unsigned" -> error("MissingAuthenticationTokenException");
                default -> error("UnknownOperationException");
            };
        }

        private ClassicHttpResponse describe(String bus) {
            return bus.equals(name)
                    ? response(200, MAPPER.createObjectNode().put("Name", name))
                    : error("ResourceNotFoundException");
        }

        private ClassicHttpResponse put(JsonNode entries) {
            ObjectNode result = MAPPER.createObjectNode().put("FailedEntryCount", 0);
            ArrayNode accepted = result.putArray("Entries");
            for (JsonNode entry : entries) {
                accepted.addObject().put("EventId", UUID.randomUUID().toString());
                if (entry.path("EventBusName").asText().equals(name)) {
                    events.add(entry);
                    receiver.accept(entry);
                }
            }
            return response(200, result);
        }

        private static ClassicHttpResponse error(String code) {
            return response(400, MAPPER.createObjectNode().put("__type", code));
        }

        private static ClassicHttpResponse response(int status, ObjectNode body) {
            var response = new BasicClassicHttpResponse(status);
            response.setEntity(new StringEntity(body.toString(), JSON));
            return response;
        }

        private static String target(HttpRequest request) {
            Header target = request.getFirstHeader("X-Amz-Target");
            return target == null ? "" : target.getValue();
        }
    }
}
