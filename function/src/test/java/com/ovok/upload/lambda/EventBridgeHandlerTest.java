package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.event;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of EventBridge through the handler, between real sockets. */
class EventBridgeHandlerTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode event = sample();

    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp();
    }

    @Test
    void makesADocumentOfTheObject() throws IOException {
        arrives();

        assertThat(handle()).singleElement().satisfies(document -> {
            assertThat(document.path("id").asText()).isEqualTo("7f0d1a52");
            assertThat(document.has("uploadOptions")).isFalse();
        });
        assertThat(running.inbox.request()).satisfies(read -> {
            assertThat(read.line())
                    .isEqualTo("GET /ovok-inbox/scans/2026/cat%201%2B2%20%25.png"
                            + "?versionId=Yk7mQ2vR9sT4wX1zB6cD3eF8gH5jK0nL HTTP/1.1");
            assertThat(read.header("If-Match")).contains("\"06f1a78c4623b79885a4b5dc5452d86a\"");
        });
        assertThat(running.storage.request().text()).contains("filename=\"cat 1+2 %.png\"", "meow");
        assertQuiet(running.log.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a+b.pdf", "a%20b.pdf", "100% sure.pdf", "Müller.pdf"})
    void takesKeysAsTheyAre(String key) throws IOException {
        object().put("key", key);
        arrives();
        handle();

        assertThat(running.storage.request().text()).contains("filename=\"" + key + "\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PutObject", "POST Object", "CopyObject", "CompleteMultipartUpload", "a reason of tomorrow", ""})
    void takesEveryReasonForAnArrival(String reason) throws IOException {
        detail().put("reason", reason);
        arrives();

        assertThat(handle()).hasSize(1);
    }

    @Test
    void ignoresUnknownFields() throws IOException {
        event.put("new", 1).put("version", "0.9");
        detail().put("event-version", "1.9").putObject("Records").put("Event", "s3:TestEvent");
        object().put("has-object-annotation", true);
        arrives();

        assertThat(handle()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"version-id", "etag", "sequencer", "size"})
    void readsWhatAnEventLacksFromTheObject(String field) throws IOException {
        object().remove(field);
        arrives();

        assertThat(handle()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object Deleted",
                "Object Restore Initiated",
                "Object Restore Completed",
                "Object Restore Expired",
                "Object Storage Class Changed",
                "Object Access Tier Changed",
                "Object ACL Updated",
                "Object Tags Added",
                "Object Tags Deleted",
                "Object Annotation Created",
                "Object Retention Updated"
            })
    void rejectsOtherDetailType(String type) {
        event.put("detail-type", type);

        assertThat(refusal()).hasMessageStartingWith("The event is \"" + type + "\" of \"aws.s3\". ");
    }

    @ParameterizedTest
    @CsvSource({
        "AWS API Call via CloudTrail, aws.s3,      \"AWS API Call via CloudTrail\" of \"aws.s3\"",
        "Object Created,              aws.ec2,     \"Object Created\" of \"aws.ec2\"",
        "Object Created,              com.example, \"Object Created\" of another one",
        "object created,              aws.s3,      another one of \"aws.s3\"",
        "letter-of-jane.pdf,          aws.s3,      another one of \"aws.s3\"",
        "Object Created,              '',          \"Object Created\" of another one"
    })
    void rejectsOtherSource(String type, String source, String named) {
        event.put("detail-type", type).put("source", source);

        assertThat(refusal()).hasMessageContaining("The event is " + named);
    }

    @ParameterizedTest
    @CsvSource({"'', version, 1", "'', version, 10", "/detail, version, 1.0", "/detail, event-version, 2.0"})
    void rejectsOtherMajorVersion(String parent, String field, String version) {
        ((ObjectNode) event.at(parent)).put(field, version);

        assertThat(refusal()).hasMessageContaining(field + " is not major version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/detail", "/detail/bucket", "/detail/bucket/name", "/detail/object", "/detail/object/key"})
    void rejectsIncompleteEvent(String pointer) throws IOException {
        int slash = pointer.lastIndexOf('/');
        for (String other : List.of("null", "5", "[]", "{}", "true", "\"\"")) {
            ((ObjectNode) event.at(pointer.substring(0, slash)))
                    .set(pointer.substring(slash + 1), JSON.readTree(other));

            assertThat(refusal()).hasMessageContaining("lacks its detail.bucket.name or detail.object.key");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "[]", "{}", "{\"source\":\"aws.s3\"}", "marker", ""})
    void rejectsOtherJson(String text) {
        refusal(text.getBytes(UTF_8));
    }

    /** Such as one that failed before the arrival mode changed. */
    @Test
    void takesAnS3NotificationToo() throws IOException {
        arrives();

        assertThat(handle(event("s3-put.json"))).hasSize(1);
    }

    @Test
    void failsIfTheObjectIsGone() {
        running.inbox.then(response(404, s3Error("NoSuchVersion", "x")));

        assertThat(failure(bytes()).problem()).isEqualTo(Problem.SOURCE_NOT_FOUND);
        assertThat(running.ovok.connections()).isZero();
    }

    /** The role may read the inbox alone. */
    @Test
    void failsIfTheBucketIsAnother() throws IOException {
        ((ObjectNode) event.at("/detail/bucket")).put("name", "other-bucket");
        running.inbox.then(response(403, s3Error("AccessDenied", "x")));

        assertThat(failure(bytes())).isInstanceOf(UploadException.Misconfigured.class);
        assertThat(running.inbox.request().line()).startsWith("GET /other-bucket/");
        assertThat(running.ovok.connections()).isZero();
    }

    @Test
    void skipsAFolder() throws IOException {
        object().put("key", "scans/").put("size", 0);

        assertThat(handle()).isEmpty();
        assertThat(running.inbox.connections()).isZero();
    }

    private void arrives() {
        running.inbox.then(response(200, "meow", "ETag: \"06f1a78c4623b79885a4b5dc5452d86a\""));
        running.documentAwaited().fileTaken();
    }

    private UploadException refusal() {
        return refusal(bytes());
    }

    private UploadException refusal(byte[] refused) {
        UploadException failure = failure(refused);
        assertThat(failure).isInstanceOf(UploadException.Rejected.class);
        assertThat(failure.problem()).isEqualTo(Problem.BAD_REQUEST);
        assertThat(failure.getMessage()).doesNotContain("jane");
        assertThat(running.inbox.connections() + running.ovok.connections()).isZero();
        return failure;
    }

    private UploadException failure(byte[] failing) {
        UploadException failure = catchThrowableOfType(UploadException.class, () -> handle(failing));
        assertQuiet(printed(Objects.requireNonNull(failure)));
        return failure;
    }

    private JsonNode handle() throws IOException {
        return handle(bytes());
    }

    private JsonNode handle(byte[] handled) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new EventBridgeHandler(running.app)
                .handleRequest(new ByteArrayInputStream(handled), output, RunningApp.context());
        return JSON.readTree(output.toString(UTF_8));
    }

    private byte[] bytes() {
        return event.toString().getBytes(UTF_8);
    }

    private ObjectNode detail() {
        return (ObjectNode) event.path("detail");
    }

    private ObjectNode object() {
        return (ObjectNode) event.at("/detail/object");
    }

    private static ObjectNode sample() {
        try {
            return (ObjectNode) JSON.readTree(event("eventbridge-object-created.json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
