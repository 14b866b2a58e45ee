package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQS batches through the handler, over real sockets. */
class QueueHandlerTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode event = JSON.createObjectNode();
    private final ArrayNode messages = event.putArray("Records");

    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp();
    }

    @Test
    void createsDocumentOfNotification() throws IOException {
        arrives();
        message("1", sample("s3-put.json"));

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(running.storage.requests()).hasSize(1);
    }

    @Test
    void opensSnsEnvelope() throws IOException {
        arrives();
        message(
                "1",
                JSON.createObjectNode()
                        .put("Type", "Notification")
                        .put("Message", sample("s3-put.json"))
                        .toString());

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(running.storage.requests()).hasSize(1);
    }

    @Test
    void createsDocumentOfEventBridgeEvent() throws IOException {
        arrives();
        message("1", sample("eventbridge-object-created.json"));

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(running.inbox.request().line()).startsWith("GET /ovok-inbox/scans/2026/cat%201%2B2%20%25.png?");
        assertThat(running.storage.requests()).hasSize(1);
    }

    @Test
    void createsDocumentOfEventBridgeEventThroughSns() throws IOException {
        arrives();
        message(
                "1",
                JSON.createObjectNode()
                        .put("Type", "Notification")
                        .put("Message", sample("eventbridge-object-created.json"))
                        .toString());

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(running.storage.requests()).hasSize(1);
    }

    @Test
    void acceptsBothShapesInOneBatch() throws IOException {
        running.healthy();
        message("1", sample("s3-put.json"));
        message("2", sample("eventbridge-object-created.json"));
        message("3", sample("eventbridge-object-created.json").replace("Object Created", "Object Deleted"));

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"3\"}]}");
        assertThat(running.storage.requests()).hasSize(2);
        assertThat(running.log.text()).contains("The event is \\\"Object Deleted\\\" of");
    }

    @Test
    void acceptsTestEvent() throws IOException {
        message("1", sample("s3-test-event.json"));

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[]}");
    }

    @Test
    void returnsFailedMessagesOnly() throws IOException {
        arrives();
        message("broken", "no JSON");
        message("whole", sample("s3-put.json"));

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"broken\"}]}");
        assertThat(running.storage.requests()).hasSize(1);
    }

    @Test
    void returnsRestOfFailedGroup() throws IOException {
        grouped("1", "no JSON", "arn:aws:sqs:eu-central-1:123456789012:arrivals.fifo");
        grouped("2", sample("s3-put.json"), "arn:aws:sqs:eu-central-1:123456789012:arrivals.fifo");

        assertThat(handled())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"},{\"itemIdentifier\":\"2\"}]}");
        assertThat(running.inbox.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:sqs:eu-central-1:123456789012:arrivals", "arn:aws:sqs:x:1:my.fifo-like", ""})
    void ignoresGroupsOfFairQueues(String queue) throws IOException {
        arrives();
        grouped("1", "no JSON", queue);
        grouped("2", sample("s3-put.json"), queue);

        assertThat(handled()).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}");
        assertThat(running.storage.requests()).hasSize(1);
    }

    @Test
    void returnsMessagesWithoutTimeLeft() throws IOException {
        message("1", sample("s3-put.json"));

        assertThat(handled(RunningApp.context(7_000)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}");
        assertThat(running.inbox.requests()).isEmpty();
    }

    @Test
    void rejectsOtherEvents() {
        event.remove("Records");

        assertThatExceptionOfType(UploadException.Rejected.class).isThrownBy(this::handled);
    }

    private void arrives() {
        running.inbox.then(WireServer.response(200, "a cat"));
        running.documentAwaited().fileTaken();
    }

    private ObjectNode message(String id, String body) {
        return messages.addObject().put("messageId", id).put("body", body);
    }

    private void grouped(String id, String body, String queue) {
        message(id, body).put("eventSourceARN", queue).putObject("attributes").put("MessageGroupId", "a");
    }

    private String handled() throws IOException {
        return handled(RunningApp.context());
    }

    private String handled(Context context) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new QueueHandler(running.app)
                .handleRequest(
                        new ByteArrayInputStream(event.toString().getBytes(StandardCharsets.UTF_8)), response, context);
        JsonNode read = JSON.readTree(response.toByteArray());
        return read.toString();
    }

    private static String sample(String name) throws IOException {
        return Files.readString(ROOT.resolve("events").resolve(name));
    }
}
