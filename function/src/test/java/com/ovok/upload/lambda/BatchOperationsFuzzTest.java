package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.MalformedInputs;
import java.io.IOException;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** Whatever comes in place of tasks of S3 Batch Operations: each task gets one result, or there are none. */
class BatchOperationsFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> CODES = Set.of("Succeeded", "TemporaryFailure", "PermanentFailure");

    private final FuzzHarness harness = new FuzzHarness();

    BatchOperationsFuzzTest() throws IOException {}

    @AfterProperty
    void stop() throws IOException {
        harness.close();
    }

    @Property
    void respondsToEachTaskOfAMalformedEvent(@ForAll("malformed") String event) throws IOException {
        respondedOrRejected(event.getBytes(UTF_8));
    }

    @Property
    void respondsToEventsInOtherEncodings(@ForAll("encoded") byte[] event) throws IOException {
        respondedOrRejected(event);
    }

    @Property
    void rejectsBytesThatAreNotAnEvent(@ForAll("garbled") byte[] event) throws IOException {
        respondedOrRejected(event);
    }

    @Property
    void respondsToAnyTextInAnyField(
            @ForAll("texts") String key,
            @ForAll("texts") String version,
            @ForAll("texts") String bucket,
            @ForAll("texts") String schema,
            @ForAll boolean wellFormed)
            throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(event("batch-operations-2.0.json"));
        ObjectNode task = (ObjectNode) event.at("/tasks/0");
        task.put("s3Key", key).put("s3VersionId", version);
        if (!wellFormed) {
            task.put("s3Bucket", bucket);
            event.put("invocationSchemaVersion", schema);
        }
        respondedOrRejected(JSON.writeValueAsBytes(event));
    }

    @Provide
    static Arbitrary<String> texts() {
        return S3HandlerFuzzTest.texts();
    }

    @Provide
    static Arbitrary<String> malformed() {
        return Arbitraries.oneOf(
                MalformedInputs.json(new String(event("batch-operations-1.0.json"), UTF_8)),
                MalformedInputs.json(new String(event("batch-operations-2.0.json"), UTF_8)));
    }

    @Provide
    static Arbitrary<byte[]> encoded() {
        return MalformedInputs.encoded(malformed());
    }

    @Provide
    static Arbitrary<byte[]> garbled() {
        return MalformedInputs.garbled(event("batch-operations-2.0.json"));
    }

    private void respondedOrRejected(byte[] event) throws IOException {
        String response = harness.batched(event);
        int documents = harness.documents();

        if (response != null) {
            assertQuiet(response);
            JsonNode results = JSON.readTree(response).path("results");
            assertThat(results).hasSameSizeAs(JSON.readTree(event).path("tasks"));
            assertThat(results).allSatisfy(result -> {
                assertThat(result.path("resultCode").asText()).isIn(CODES);
                assertThat(result.path("resultString").asText()).matches("[a-z0-9/:,. +-]{1,200}");
            });
            assertThat(documents).isLessThanOrEqualTo(results.size());
        }
    }
}
