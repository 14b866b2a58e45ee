package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.MalformedInputs;
import java.io.IOException;
import java.net.URLEncoder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** Any input in place of a notification is processed or rejected, and leaves no document without its file. */
class S3HandlerFuzzTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final FuzzHarness door = new FuzzHarness();

    S3HandlerFuzzTest() throws IOException {}

    @AfterProperty
    void stop() throws IOException {
        door.close();
    }

    @Property
    void survivesMangledEvents(@ForAll("mangled") String event) throws IOException {
        transferredOrRefused(event.getBytes(UTF_8));
    }

    @Property
    void survivesOtherEncodings(@ForAll("encoded") byte[] event) throws IOException {
        transferredOrRefused(event);
    }

    @Property
    void rejectsBytesThatAreNotAnEvent(@ForAll("garbled") byte[] event) throws IOException {
        transferredOrRefused(event);
    }

    @Property
    void survivesAnyKey(@ForAll("keys") String key) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(event("s3-put.json"));
        ((ObjectNode) event.at("/Records/0/s3/object")).put("key", key);
        transferredOrRefused(JSON.writeValueAsBytes(event));
    }

    @Property
    void survivesAnyVersionAndSequencer(
            @ForAll("texts") String version, @ForAll("texts") String eTag, @ForAll("texts") String sequencer)
            throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(event("s3-put.json"));
        ((ObjectNode) event.at("/Records/0/s3/object"))
                .put("versionId", version)
                .put("eTag", eTag)
                .put("sequencer", sequencer);
        transferredOrRefused(JSON.writeValueAsBytes(event));
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "null", "1", "\"e1\"", "W/\"e1\"", "0", "00", "0A", "xyz", "f".repeat(5_000)),
                MalformedInputs.texts());
    }

    @Provide
    static Arbitrary<String> mangled() {
        return Arbitraries.oneOf(
                MalformedInputs.json(sample("s3-put.json")),
                MalformedInputs.json(sample("s3-put-unversioned.json")),
                MalformedInputs.json(sample("s3-put-two-records.json")),
                MalformedInputs.json(sample("s3-removed.json")),
                MalformedInputs.json(sample("s3-test-event.json")));
    }

    @Provide
    static Arbitrary<byte[]> encoded() {
        return MalformedInputs.encoded(mangled());
    }

    @Provide
    static Arbitrary<byte[]> garbled() {
        return MalformedInputs.garbled(event("s3-put-encoded-key.json"));
    }

    /** Encoded as S3 does, and unencoded. */
    @Provide
    static Arbitrary<String> keys() {
        return Arbitraries.oneOf(
                MalformedInputs.texts(),
                MalformedInputs.texts().map(key -> URLEncoder.encode(key, UTF_8)),
                Arbitraries.of("100% sure.pdf", "M%FCller.pdf", "x_$folder$", "a/._b", "~$a.docx", "Thumbs.db", "a/"),
                Arbitraries.strings()
                        .withChars("%+/abcdefABCDEF0189é")
                        .ofMinLength(1)
                        .ofMaxLength(1024));
    }

    private static String sample(String name) {
        return new String(event(name), UTF_8);
    }

    private void transferredOrRefused(byte[] event) throws IOException {
        String response = door.notified(event);
        int documents = door.documents();

        if (response != null) {
            JsonNode entries = JSON.readTree(response);
            assertThat(entries.isArray()).isTrue();
            assertThat(documents).isLessThanOrEqualTo(entries.size());
        }
    }
}
