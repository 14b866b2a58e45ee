package com.ovok.local.reliability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.reliability.DeliveryQueue.Delivery;
import com.ovok.upload.source.SourceObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The template's paths of events to the function, with their number of deliveries. */
enum Trigger {
    /** S3 invokes the function, and Lambda retries twice. */
    DIRECT("S3Handler", 1, 3),
    /** EventBridge invokes the function, and Lambda tries twice more. */
    EVENT_BRIDGE("EventBridgeHandler", 1, 3),
    /** S3 and EventBridge send to SQS, which gives a message up after five receptions. */
    QUEUE("QueueHandler", 10, 5);

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ANCHOR = Pattern.compile("docs/troubleshooting\\.md#([a-z0-9-]+)");

    final String handler;
    final int batch;
    final int tries;

    Trigger(String handler, int batch, int tries) {
        this.handler = handler;
        this.batch = batch;
        this.tries = tries;
    }

    /** Returns Lambda's event for these deliveries, at most one batch. */
    byte[] event(List<Delivery> deliveries) {
        return switch (this) {
            case DIRECT, EVENT_BRIDGE -> event(deliveries.getFirst().arrival().object());
            case QUEUE -> messages(deliveries).toString().getBytes(StandardCharsets.UTF_8);
        };
    }

    /** What the sender of these events says of an object; the queue has every second one from EventBridge. */
    byte[] event(SourceObject object) {
        boolean bridged = this == EVENT_BRIDGE
                || (this == QUEUE && Math.floorMod(object.key().hashCode(), 2) == 1);
        return bridged ? TestEnvironment.eventBridgeEvent(object) : TestEnvironment.event(object);
    }

    private ObjectNode messages(List<Delivery> deliveries) {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        deliveries.forEach(delivery -> records.addObject()
                .put("messageId", delivery.id())
                .put("eventSource", "aws:sqs")
                .put("body", new String(event(delivery.arrival().object()), StandardCharsets.UTF_8)));
        return event;
    }

    /** Returns why this delivery failed; empty if it succeeded. */
    Optional<String> failure(Delivery delivery, InvocationResult result) throws JsonProcessingException {
        return switch (result) {
            case InvocationResult.Success(String payload) ->
                this == QUEUE && failedMessages(payload).contains(delivery.id())
                        ? Optional.of("a message that comes back")
                        : Optional.empty();
            case InvocationResult.Failure failure ->
                Optional.of(reason(failure.errorMessage()).orElse(failure.errorType()));
            case InvocationResult.Crashed crashed -> Optional.of("crashed");
            case InvocationResult.TimedOut late -> Optional.of("timed out");
        };
    }

    private static Set<String> failedMessages(String payload) throws JsonProcessingException {
        return JSON.readTree(payload)
                .path("batchItemFailures")
                .valueStream()
                .map(failure -> failure.path("itemIdentifier").asText())
                .collect(Collectors.toSet());
    }

    /** Returns the heading of docs/troubleshooting.md in an error message. */
    static Optional<String> reason(String message) {
        Matcher anchor = ANCHOR.matcher(message);
        return anchor.find() ? Optional.of(anchor.group(1)) : Optional.empty();
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }
}
