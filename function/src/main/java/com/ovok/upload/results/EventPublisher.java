package com.ovok.upload.results;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Deadline;
import com.ovok.upload.Json;
import com.ovok.upload.Log;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsException;
import com.ovok.upload.aws.AwsJsonClient;
import com.ovok.upload.transfer.Outcome;
import com.ovok.upload.transfer.TransferListener;
import com.ovok.upload.transfer.TransferResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Publishes the result of each transfer as an event to an EventBridge bus. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html">PutEvents</a>
 */
final class EventPublisher implements TransferListener {
    private static final String SOURCE = "ovok.upload";
    /** The longest time for one result. */
    private static final Duration MOST = Duration.ofSeconds(10);
    /** Temporary errors of an entry. */
    private static final Set<String> PASSING = Set.of("InternalFailure", "InternalException", "ThrottlingException");

    private final AwsJsonClient eventBridge;
    private final String bus;
    private volatile boolean checked;

    /** @param bus the name or the ARN of the event bus */
    EventPublisher(AwsJsonClient eventBridge, String bus) {
        this.eventBridge = eventBridge;
        this.bus = bus;
    }

    @Override
    public void ended(TransferResult result, Deadline deadline) {
        if (result.outcome() == Outcome.SUPERSEDED) {
            return;
        }
        Deadline end = deadline.within(MOST);
        checkOnce(end);
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.putArray("Entries")
                .addObject()
                .put("EventBusName", bus)
                .put("Source", SOURCE)
                .put("DetailType", result.entry().isPresent() ? "Document Created" : "Document Failed")
                .put("Detail", Json.write(EventDetail.of(result)));
        check(call("PutEvents", request, end));
    }

    /** Checks that the bus exists, because PutEvents drops an event without an error if it does not. */
    private void checkOnce(Deadline deadline) {
        if (checked) {
            return;
        }
        try {
            call("DescribeEventBus", JsonNodeFactory.instance.objectNode().put("Name", bus), deadline);
        } catch (UploadException.Misconfigured e) {
            if (e.getCause() instanceof AwsException refused && isDenied(refused)) {
                Log.warn("event bus unchecked", Map.of("reason", "no permission for events:DescribeEventBus"));
            } else {
                throw e;
            }
        }
        checked = true;
    }

    private static boolean isDenied(AwsException refused) {
        return refused.code().name().startsWith("AccessDenied");
    }

    private JsonNode call(String operation, ObjectNode request, Deadline deadline) {
        try {
            return eventBridge.call(operation, request, deadline);
        } catch (AwsException e) {
            throw new UploadException.Misconfigured(
                    Problem.RESULT_UNDELIVERED,
                    e.getMessage() + " " + operation + " failed. Check RESULT_EVENT_BUS and the role's permissions.",
                    e);
        }
    }

    /** Checks the entry, because a successful response can contain the failure of an entry. */
    private static void check(JsonNode response) {
        JsonNode entry = response.path("Entries").path(0);
        if (response.path("FailedEntryCount").asInt() == 0 && entry.hasNonNull("EventId")) {
            return;
        }
        String code = entry.path("ErrorCode").asText();
        if (code.isEmpty() || PASSING.contains(code)) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "EventBridge did not accept the event. Retry later.", null);
        }
        throw new UploadException.Misconfigured(
                Problem.RESULT_UNDELIVERED,
                "EventBridge rejected the event (" + named(code) + "). Check RESULT_EVENT_BUS.");
    }

    private static String named(String code) {
        return code.matches("[A-Za-z]{1,60}") ? code : "unknown error";
    }
}
