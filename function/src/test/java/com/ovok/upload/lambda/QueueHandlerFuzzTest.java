package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.MalformedInputs;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import org.jspecify.annotations.Nullable;

/** Of any input in place of SQS messages, each message is processed or returned for another delivery. */
class QueueHandlerFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();
    /** Groups of a queue without order. */
    private static final String FAIR = "fair ";

    private static final List<String> GROUPS = List.of("", "", "", "a", "b", FAIR + "a");

    private final FuzzHarness door = new FuzzHarness();

    QueueHandlerFuzzTest() throws IOException {}

    @AfterProperty
    void stop() throws IOException {
        door.close();
    }

    /**
     * A message of a batch.
     *
     * @param notification the event of S3Handler that corresponds to it; null if no envelope can be opened
     */
    record Message(String body, @Nullable String notification, String group) {}

    @Property
    void returnsUnprocessedMessages(@ForAll("batches") List<Message> batch) throws IOException {
        String response = requireNonNull(handled(event(batch)));

        assertThat(returned(response)).containsExactlyInAnyOrderElementsOf(expected(batch));
    }

    @Property
    void survivesMangledBatches(@ForAll("mangled") byte[] event) throws IOException {
        processedOrRejected(event);
    }

    @Property
    void rejectsBytesThatAreNotABatch(@ForAll("garbled") byte[] event) throws IOException {
        processedOrRejected(event);
    }

    @Property
    void survivesNestedEnvelopes(@ForAll("nested") String body) throws IOException {
        String response = requireNonNull(handled(event(List.of(new Message(body, null, "")))));

        assertThat(returned(response)).isSubsetOf("0");
        door.documents();
    }

    @Provide
    static Arbitrary<List<Message>> batches() {
        Arbitrary<String> notifications = Arbitraries.oneOf(
                S3HandlerFuzzTest.mangled(), EventBridgeHandlerFuzzTest.malformed(), MalformedInputs.texts());
        Arbitrary<Message> message = Combinators.combine(
                        notifications, Arbitraries.of(true, false), Arbitraries.of(GROUPS))
                .as((text, sns, group) -> new Message(sns ? notification(text) : text, text, group));
        return message.list().ofMaxSize(6).withoutEdgeCases();
    }

    @Provide
    static Arbitrary<byte[]> mangled() {
        Arbitrary<String> batch =
                MalformedInputs.json(sqs("s3-put.json", "s3-test-event.json", "eventbridge-object-created.json"));
        return Arbitraries.oneOf(batch.map(text -> text.getBytes(UTF_8)), MalformedInputs.encoded(batch));
    }

    @Provide
    static Arbitrary<byte[]> garbled() {
        return MalformedInputs.garbled(sqs("s3-put.json").getBytes(UTF_8));
    }

    @Provide
    static Arbitrary<String> nested() {
        Arbitrary<String> once =
                envelopes(Arbitraries.oneOf(S3HandlerFuzzTest.mangled(), EventBridgeHandlerFuzzTest.malformed()));
        return Arbitraries.oneOf(once, envelopes(once), envelopes(envelopes(once)));
    }

    private static Arbitrary<String> envelopes(Arbitrary<String> texts) {
        return Combinators.combine(MalformedInputs.json(notification("inner")), texts)
                .as((envelope, text) -> envelope.replace("\"inner\"", Samples.json(text)));
    }

    private static String notification(String text) {
        return Samples.json(Map.of("Type", "Notification", "TopicArn", "arn:aws:sns:x:1:y", "Message", text));
    }

    private static String sqs(String... samples) {
        List<Message> messages = new ArrayList<>();
        for (String sample : samples) {
            messages.add(new Message(new String(Samples.event(sample), UTF_8), null, "a"));
        }
        return new String(event(messages), UTF_8);
    }

    /** Identifies messages by their positions. */
    private static byte[] event(List<Message> batch) {
        ObjectNode event = JSON.createObjectNode();
        for (Message message : batch) {
            ObjectNode record = event.withArray("Records").addObject().put("body", message.body());
            record.put("messageId", Integer.toString(event.path("Records").size() - 1));
            record.put("eventSource", "aws:sqs");
            if (!message.group().isEmpty()) {
                record.putObject("attributes").put("MessageGroupId", message.group());
                String queue = "arn:aws:sqs:eu-central-1:123456789012:arrivals";
                record.put("eventSourceARN", message.group().startsWith(FAIR) ? queue : queue + ".fifo");
            }
        }
        event.withArray("Records");
        return event.toString().getBytes(UTF_8);
    }

    /** Returns the messages that S3Handler rejects too, and those that follow them in their group. */
    private List<String> expected(List<Message> batch) throws IOException {
        Set<String> stopped = new HashSet<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Message message = batch.get(i);
            boolean fails = door.notified(String.valueOf(message.notification()).getBytes(UTF_8)) == null;
            if (stopped.contains(message.group()) || fails) {
                expected.add(Integer.toString(i));
                boolean ordered = !message.group().isEmpty() && !message.group().startsWith(FAIR);
                var _ = ordered && stopped.add(message.group());
            }
        }
        door.documents();
        return expected;
    }

    private void processedOrRejected(byte[] event) throws IOException {
        String response = handled(event);

        assertThat(response == null ? List.of() : returned(response)).doesNotContainNull();
        door.documents();
    }

    /** Processes one message at a time, so that none waits for another one of the same object. */
    private @Nullable String handled(byte[] event) throws IOException {
        App app = door.running.app;
        App oneByOne = new App(app.transfer(), app.objects(), 1, app.api(), app.snapStart());
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try {
            new QueueHandler(oneByOne).handleRequest(new ByteArrayInputStream(event), response, RunningApp.context());
            return response.toString(UTF_8);
        } catch (UploadException.Rejected e) {
            Samples.assertQuiet(Samples.printed(e));
            return null;
        }
    }

    private static List<String> returned(String response) throws IOException {
        JsonNode failures = JSON.readTree(response).path("batchItemFailures");
        assertThat(failures.isArray()).isTrue();
        return failures.findValuesAsText("itemIdentifier");
    }
}
