package com.ovok.local.e2e.reliability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.e2e.reliability.DeliveryQueue.Delivery;
import com.ovok.local.lambda.InvocationResult;
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
    /** A job of S3 Batch Operations invokes the function for a task, which has neither ETag nor sequencer. */
    BATCH_OPERATIONS("BatchOperationsHandler", 1, 3),
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
            case DIRECT, EVENT_BRIDGE, BATCH_OPERATIONS ->
                event(deliveries.getFirst().arrival().object());
            case QUEUE -> messages(deliveries).toString().getBytes(StandardCharsets.UTF_8);
        };
    }

    /** What the sender of these events says of an object; the queue has every second one from EventBridge. */
    byte[] event(SourceObject object) {
        if (this == BATCH_OPERATIONS) {
            return TestEnvironment.batchOperationsEvent(object);
        }
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
            case InvocationResult.Success(String payload) when this == BATCH_OPERATIONS -> failedTask(payload);
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

    /** Why the task of a response failed; empty if it passed. */
    static Optional<String> failedTask(String payload) throws JsonProcessingException {
        JsonNode result = JSON.readTree(payload).at("/results/0");
        return result.path("resultCode").asText().equals("Succeeded")
                ? Optional.empty()
                : Optional.of(result.path("resultString").asText("no result"));
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
