package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.ROOT;
import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.event;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every S3 sample event through the handler, over real sockets. */
class S3HandlerTest {
    private static final String SECOND = "GET /ovok-inbox/cats/second.png?versionId=ZuUKmRmtVCFEm.w7NAFaF63DxfQ9Fyvp";
    private static final Map<String, List<String>> READS = Map.ofEntries(
            entry("s3-put.json", List.of("GET /ovok-inbox/cat.png?versionId=lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC")),
            entry(
                    "s3-put-encoded-key.json",
                    List.of("GET /ovok-inbox/letters/2026/11/M%C3%BCller%20%2B%20S%C3%B6hne%2520100%25%20%E6%9D%B1"
                            + "%E4%BA%AC.png?versionId=ib3OPx3akCl1RXiU4Shsc.gumepyznfE")),
            entry(
                    "s3-put-two-records.json",
                    List.of("GET /ovok-inbox/cat.png?versionId=Fx3R1hdy0HwOKtPxTzvUrt_l_k4KXEGM", SECOND)),
            entry("s3-put-unversioned.json", List.of("GET /ovok-inbox/cat.png")),
            entry("s3-folder.json", List.of()),
            entry("s3-removed.json", List.of()),
            entry("s3-test-event.json", List.of()));

    static final List<String> SAMPLES = List.copyOf(READS.keySet());

    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp();
    }

    @Test
    void triesEverySample() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("events"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("s3-")))
                    .containsExactlyInAnyOrderElementsOf(SAMPLES);
        }
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    void createsDocumentPerCreatedObject(String sample) throws IOException {
        List<String> reads = Objects.requireNonNull(READS.get(sample));
        reads.forEach(read -> {
            running.inbox.then(response(200, read, "Content-Type: image/png"));
            running.documentAwaited().fileTaken();
        });

        JsonNode responded = handle(event(sample));

        assertThat(running.inbox.requests())
                .extracting(Request::line)
                .containsExactlyElementsOf(
                        reads.stream().map(read -> read + " HTTP/1.1").toList());
        assertThat(running.storage.requests())
                .extracting(Request::text)
                .zipSatisfy(reads, (form, file) -> assertThat(form).contains("\r\n\r\n" + file + "\r\n--"));
        assertThat(responded).hasSize(reads.size()).allSatisfy(document -> {
            assertThat(document.path("id").asText()).isEqualTo("7f0d1a52");
            assertThat(document.at("/meta/lastUpdated").asText()).isEqualTo("2026-01-02T03:04:05.678Z");
            assertThat(document.has("uploadOptions")).isFalse();
            assertThat(document.has("publicToken")).as("null is left out").isFalse();
        });
        assertQuiet(running.log.text());
    }

    @ParameterizedTest
    @CsvSource({"s3-put-encoded-key.json, Müller + Söhne%20100% 東京.png", "s3-put.json, cat.png"})
    void namesDocumentByLastSegmentOfKey(String sample, String name) throws IOException {
        running.inbox.then(response(200, "meow"));
        running.documentAwaited().fileTaken();
        handle(event(sample));

        assertThat(new JsonMapper()
                        .readTree(running.ovok.request().bytes())
                        .path("fileName")
                        .asText())
                .isEqualTo(name);
        assertThat(running.storage.request().text()).contains("filename=\"" + name + "\"\r\nContent-Type: image/png");
    }

    @Test
    void prefersMetadataToKey() throws IOException {
        running.inbox.then(response(
                200,
                "x",
                "x-amz-meta-ovok-file-name: =?UTF-8?B?TcO8bGxlci5wZGY=?=",
                "x-amz-meta-ovok-is-public: true"));
        running.documentAwaited().fileTaken();
        handle(event("s3-put.json"));

        assertThat(running.ovok.request().text())
                .isEqualTo("{\"fileName\":\"Müller.pdf\",\"contentType\":\"application/pdf\",\"isPublic\":\"true\"}");
    }

    @Test
    void pinsUnversionedObjectToETag() throws IOException {
        running.inbox.then(response(200, "meow"));
        running.documentAwaited().fileTaken();
        handle(event("s3-put-unversioned.json"));

        assertThat(running.inbox.request().header("If-Match")).contains("\"06f1a78c4623b79885a4b5dc5452d86a\"");
    }

    @ParameterizedTest
    @CsvSource({
        "s3-test-event.json, a test event, 1",
        "s3-removed.json, not ObjectCreated, 2",
        "s3-folder.json, a folder, 1"
    })
    void skipsOtherEventsWithALine(String sample, String reason, int lines) throws IOException {
        assertThat(handle(event(sample))).isEmpty();

        assertThat(running.log.lines()).hasSize(lines).allSatisfy(line -> {
            assertThat(line.path("message").asText()).isEqualTo("event skipped");
            assertThat(line.path("reason").asText()).isEqualTo(reason);
            assertThat(line.path("source").asText()).matches(sample.equals("s3-folder.json") ? "[0-9a-f]{32}" : "");
        });
        assertThat(running.inbox.connections() + running.ovok.connections()).isZero();
    }

    @Test
    void logsOneLinePerTransfer() throws IOException {
        running.inbox.then(response(200, "meow", "Content-Type: image/png"));
        running.documentAwaited().fileTaken();
        handle(event("s3-put.json"));

        assertThat(running.log.lines()).last().satisfies(line -> {
            assertThat(line.path("message").asText()).isEqualTo("transfer");
            assertThat(line.path("source").asText()).matches("[0-9a-f]{32}");
            assertThat(line.path("bytes").asLong()).isEqualTo(4);
            assertThat(line.path("contentType").asText()).isEqualTo("image/png");
            assertThat(line.path("document").asText()).isEqualTo("7f0d1a52");
            assertThat(line.path("outcome").asText()).isEqualTo("completed");
            assertThat(line.path("millis").isIntegralNumber()).isTrue();
        });
    }

    @Test
    void createsNoDocumentOfMissingObject() {
        running.inbox.then(response(404, s3Error("NoSuchKey", "x")));

        assertThat(failure(event("s3-put.json")).problem()).isEqualTo(Problem.SOURCE_NOT_FOUND);
        assertThat(running.ovok.connections()).isZero();
        assertThat(running.log.lines()).singleElement().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            assertThat(line.path("outcome").asText()).isEqualTo("rejected");
            assertThat(line.path("problem").asText()).isEqualTo("source-not-found");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 409, 413, 422, 429, 500, 503})
    void failsIfOvokRejectsDocument(int status) {
        running.inbox.then(response(200, "meow"));
        running.ovok.otherwise(response(status, "{\"statusCode\":%d,\"message\":\"no\"}".formatted(status)));

        assertThat(failure(event("s3-put.json"))).hasMessageContaining("OVOK returned " + status);
        assertThat(running.storage.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"400, EntityTooLarge, TOO_LARGE", "403, AccessDenied, STORAGE_REFUSED", "503, SlowDown, UNAVAILABLE"})
    void failsIfS3RejectsForm(int status, String code, Problem problem) {
        running.inbox.otherwise(response(200, "meow"));
        running.documentAwaited().storage.otherwise(response(status, s3Error(code, "x")));
        running.ovok.otherwise(response(200, "{\"message\":\"gone\"}"));

        assertThat(failure(event("s3-put.json")).problem()).isEqualTo(problem);
        assertThat(running.log.lines())
                .filteredOn(line -> line.path("message").asText().equals("transfer"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("document").asText())
                        .as("the document without its file")
                        .isEqualTo("7f0d1a52"));
    }

    @Test
    void returnsSameDocumentForRepeatedEvent() throws IOException {
        running.inbox.then(response(200, "meow"));
        running.documentAwaited().fileTaken();
        JsonNode first = handle(event("s3-put.json"));

        assertThat(handle(event("s3-put.json"))).isEqualTo(first);
        assertThat(running.ovok.requests()).hasSize(1);
    }

    /** Such as one that failed before the arrival mode changed. */
    @Test
    void createsDocumentOfEventBridgeEvent() throws IOException {
        running.inbox.then(response(200, "meow"));
        running.documentAwaited().fileTaken();

        assertThat(handle(event("eventbridge-object-created.json"))).hasSize(1);
    }

    @Test
    void throwsRetryableFailureAfterAllRecords() {
        running.inbox.then(response(404, s3Error("NoSuchKey", "x"))).otherwise(response(503, s3Error("SlowDown", "x")));
        UploadException failure = failure(event("s3-put-two-records.json"));

        assertThat(failure).isInstanceOf(UploadException.Unavailable.class);
        assertThat(failure.getSuppressed())
                .singleElement()
                .isInstanceOfSatisfying(
                        UploadException.Rejected.class,
                        other -> assertThat(other.problem()).isEqualTo(Problem.SOURCE_NOT_FOUND));
    }

    @Test
    void processesRecordsAfterAFailure() {
        running.inbox.then(response(404, s3Error("NoSuchKey", "x")), response(200, "meow"));
        running.documentAwaited().fileTaken();
        UploadException failure = failure(event("s3-put-two-records.json"));

        assertThat(failure.problem()).isEqualTo(Problem.SOURCE_NOT_FOUND);
        assertThat(failure.getSuppressed()).isEmpty();
        assertThat(running.storage.request().text()).contains("meow");
    }

    private UploadException failure(byte[] event) {
        UploadException failure = catchThrowableOfType(UploadException.class, () -> handle(event));
        assertQuiet(printed(Objects.requireNonNull(failure)));
        assertQuiet(running.log.text());
        return failure;
    }

    private JsonNode handle(byte[] event) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new S3Handler(running.app).handleRequest(new ByteArrayInputStream(event), output, RunningApp.context());
        return new JsonMapper().readTree(output.toString(UTF_8));
    }
}
