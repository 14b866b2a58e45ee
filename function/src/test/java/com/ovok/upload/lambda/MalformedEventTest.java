package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.event;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that S3 never sends end as a response or a rejection, without a call of any server. */
class MalformedEventTest {
    private RunningApp running;

    @BeforeEach
    @BeforeProperty
    void start() throws IOException {
        running = new RunningApp();
    }

    @AfterEach
    @AfterProperty
    void stop() throws IOException {
        running.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "marker",
                "{",
                "{\"Records\":[",
                "null",
                "5",
                "\"marker\"",
                "[]",
                "{}",
                "{\"Records\":null}",
                "{\"Records\":5}",
                "{\"Records\":{}}",
                "{\"Records\":[null]}",
                "{\"Records\":[5,\"marker\",[]]}",
                "{\"Records\":[{}]}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":null}]}",
                "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"object\":{\"key\":\"k\"}}}]}",
                "{\"detail-type\":\"Object Created\",\"detail\":{\"object\":{\"key\":\"marker\"}}}"
            })
    void rejectsOtherEvents(String event) {
        assertRejected(event.getBytes(UTF_8));
    }

    @Test
    void rejectsNonTextFields() {
        assertRejected(new byte[] {0, 0, 0, 0x7b, 0x7f, 0, 0, 0});
        assertRejected(new byte[] {(byte) 0xff, (byte) 0xfe, 0x7b});
        assertRejected(new byte[] {'"', (byte) 0xc3, '"'});
        assertRejected("[".repeat(100_000).getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/eventName", "/s3", "/s3/bucket", "/s3/bucket/name", "/s3/object", "/s3/object/key"})
    void rejectsIncompleteRecords(String pointer) throws IOException {
        for (String other : List.of("null", "5", "[]", "{}", "true", "\"\"")) {
            assertRejected(changed(pointer, other));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800.png\"", "\"a\\udc00\"", "\"\\udc00\\ud800\""})
    void rejectsKeysWithLoneSurrogates(String key) throws IOException {
        assertRejected(changed("/s3/object/key", key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"", "\"\\ud800\"", "\"a\\r\\nb\"", "\"é\""})
    void rejectsInvalidVersionIds(String version) throws IOException {
        assertRejected(changed("/s3/object/versionId", version));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a b\"", "\"../x\"", "\"a/b\"", "\"a?b\"", "\"a@b\"", "\"\\u0000\""})
    void rejectsInvalidBucketNames(String name) throws IOException {
        assertRejected(changed("/s3/bucket/name", name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \"", "5", "{}", "\"null\""})
    void omitsNullVersion(String version) throws IOException {
        running.inbox.then(response(200, "meow"));
        running.documentAwaited().fileTaken();
        handle(changed("/s3/object/versionId", version));

        assertThat(running.inbox.request()).satisfies(request -> {
            assertThat(request.line()).isEqualTo("GET /ovok-inbox/cat.png HTTP/1.1");
            assertThat(request.header("If-Match")).contains("\"06f1a78c4623b79885a4b5dc5452d86a\"");
        });
    }

    @Test
    void ignoresUnknownFields() throws IOException {
        running.inbox.then(response(200, "meow"));
        running.documentAwaited().fileTaken();
        String grown = new String(event("s3-put.json"), UTF_8)
                .replaceFirst("\\{", "{\"new\":{\"Event\":\"s3:TestEvent\"},")
                .replace("\"eventVersion\": \"2.6\"", "\"eventVersion\": \"2.99\", \"newer\": [{}]");

        handle(grown.getBytes(UTF_8));

        assertThat(running.storage.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "3.0", "22.6", "x"})
    void rejectsOtherMajorVersion(String version) throws IOException {
        assertRejected(changed("/eventVersion", '"' + version + '"'));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:eu-central-1:123456789012:accesspoint/inbox, an ARN",
        "arn:aws:s3:::ovok-inbox,                                an ARN",
        "inbox--euc1-az1--x-s3,                                  a directory bucket"
    })
    void rejectsAccessPointsAndDirectoryBuckets(String bucket, String named) throws IOException {
        byte[] event = changed("/s3/bucket/name", '"' + bucket + '"');

        assertRejected(event);
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> handle(event))
                .withMessageContaining("The bucket is " + named);
    }

    @Property(tries = 200)
    void rejectsAnyBytes(@ForAll @Size(max = 60) byte[] event) {
        assertRejected(event);
    }

    @Property(tries = 500)
    void rejectsOrSkipsAnyRecord(@ForAll("records") String record) throws IOException {
        try {
            handle(("{\"Records\":[" + record + "]}").getBytes(UTF_8));
        } catch (UploadException.Rejected e) {
            assertThat(e.problem()).isEqualTo(Problem.BAD_REQUEST);
        }
        assertThat(running.inbox.connections()).isZero();
    }

    /** Always invalid: the bucket is missing or its name is invalid. */
    @Provide
    static Arbitrary<String> records() {
        Arbitrary<String> odd = Arbitraries.of("null", "5", "[]", "{}", "\"\"", "true", "\"\\u0000\"", "\"%zz\"");
        Arbitrary<String> name =
                Arbitraries.oneOf(odd, Arbitraries.of("\"ObjectCreated:Put\"", "\"s3:ObjectCreated:\""));
        Arbitrary<String> key =
                Arbitraries.oneOf(odd, Arbitraries.strings().ofMaxLength(20).map(Samples::json));
        Arbitrary<String> bucket = Arbitraries.oneOf(odd, Arbitraries.of("{\"name\":\"\"}", "{\"name\":null}"));
        return Combinators.combine(name, key, bucket, odd).as((n, k, b, v) -> """
            {"eventName":%s,"s3":{"bucket":%s,"object":{"key":%s,"versionId":%s,"eTag":%s}}}\
            """.formatted(n, b, k, v, v));
    }

    private static byte[] changed(String pointer, String value) throws IOException {
        JsonMapper json = new JsonMapper();
        ObjectNode event = (ObjectNode) json.readTree(event("s3-put.json"));
        int slash = pointer.lastIndexOf('/');
        ((ObjectNode) event.at("/Records/0" + pointer.substring(0, slash)))
                .set(pointer.substring(slash + 1), json.readTree(value));
        return json.writeValueAsBytes(event);
    }

    private void assertRejected(byte[] event) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> handle(event))
                .satisfies(e -> {
                    assertThat(e.problem()).isEqualTo(Problem.BAD_REQUEST);
                    assertThat(Samples.printed(e)).doesNotContain("marker");
                });
        assertThat(running.inbox.connections()).isZero();
    }

    private void handle(byte[] event) throws IOException {
        new S3Handler(running.app)
                .handleRequest(new ByteArrayInputStream(event), new ByteArrayOutputStream(), RunningApp.context());
    }
}
