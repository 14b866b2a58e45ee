package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.MalformedInputs;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** Whatever comes in place of an event of EventBridge is transferred or rejected. */
class EventBridgeHandlerFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final FuzzHarness door = new FuzzHarness();

    EventBridgeHandlerFuzzTest() throws IOException {}

    @AfterProperty
    void stop() throws IOException {
        door.close();
    }

    @Property
    void survivesMangledEvents(@ForAll("malformed") String event) throws IOException {
        transferredOrRejected(event.getBytes(UTF_8));
    }

    @Property
    void survivesOtherEncodings(@ForAll("encoded") byte[] event) throws IOException {
        transferredOrRejected(event);
    }

    @Property
    void bytesThatAreNoEventAreRejected(@ForAll("garbled") byte[] event) throws IOException {
        transferredOrRejected(event);
    }

    @Property
    void anyTextInAnyFieldIsTransferredOrRejected(
            @ForAll("texts") String key,
            @ForAll("texts") String version,
            @ForAll("texts") String eTag,
            @ForAll("texts") String sequencer,
            @ForAll("texts") String region)
            throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(event("eventbridge-object-created.json"));
        event.put("region", region);
        ((ObjectNode) event.at("/detail/object"))
                .put("key", key)
                .put("version-id", version)
                .put("etag", eTag)
                .put("sequencer", sequencer);
        transferredOrRejected(JSON.writeValueAsBytes(event));
    }

    @Provide
    static Arbitrary<String> texts() {
        return S3HandlerFuzzTest.texts();
    }

    @Provide
    static Arbitrary<String> malformed() {
        return MalformedInputs.json(new String(event("eventbridge-object-created.json"), UTF_8));
    }

    @Provide
    static Arbitrary<byte[]> encoded() {
        return MalformedInputs.encoded(malformed());
    }

    @Provide
    static Arbitrary<byte[]> garbled() {
        return Arbitraries.oneOf(
                MalformedInputs.garbled(event("eventbridge-object-created.json")),
                MalformedInputs.garbled(event("s3-put.json")));
    }

    private void transferredOrRejected(byte[] event) throws IOException {
        String response = door.bridged(event);
        int documents = door.documents();

        if (response != null) {
            assertThat(JSON.readTree(response).isArray()).isTrue();
            assertThat(documents).isLessThanOrEqualTo(1);
        }
    }
}
