package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.literal;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.WireServer.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks of S3 Batch Operations through the handler, between real sockets. */
class BatchOperationsHandlerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String DOCUMENT = "7f0d1a52";

    private final ObjectNode event =
            JSON.createObjectNode().put("invocationSchemaVersion", "2.0").put("invocationId", "invocation");
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp();
        event.putObject("job").put("id", "f3cc4f60-61f6-4a2b-8a21-d07600c373ce");
        event.putArray("tasks");
    }

    @AfterEach
    void stop() throws IOException {
        assertQuiet(running.log.text());
        running.close();
    }

    @ParameterizedTest
    @CsvSource({
        "batch-operations-1.0.json, 1.0, /cat.png?versionId=lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC",
        "batch-operations-2.0.json, 2.0,"
                + " /letters/2026/11/M%C3%BCller%20%2B%20S%C3%B6hne%2520100%25%20%E6%9D%B1%E4%BA%AC"
                + ".png?versionId=ib3OPx3akCl1RXiU4Shsc.gumepyznfE",
    })
    void transfersTheObjectsOfBothSchemas(String sample, String schema, String read) throws IOException {
        running.healthy();

        assertThat(handled(Samples.event(sample), RunningApp.context())).isEqualTo("""
            {"invocationSchemaVersion":"%s","treatMissingKeysAs":"TemporaryFailure",\
            "invocationId":"YXNkbGZqYWRmaiBhc2RmdW9hZHNmZGpmaGFzbGtkaGZza2RmaAo",\
            "results":[{"taskId":"dGFza2lkZ29lc2hlcmUK","resultCode":"Succeeded","resultString":"7f0d1a52"}]}\
            """.formatted(schema));
        assertThat(lines()).containsExactly("GET /ovok-inbox" + read + " HTTP/1.1");
        assertThat(running.storage.request().text()).contains("meow");
    }

    @ParameterizedTest
    @CsvSource({
        "a+b%2Bc.png,     a%20b%2Bc.png",
        "100% sure.pdf,   100%25%20sure.pdf",
        "M%C3%BCller.png, M%C3%BCller.png",
        "a/./b/../c.png,  a/./b/../c.png",
    })
    void decodesKeys(String sent, String read) throws IOException {
        running.healthy();
        task("1", sent);

        assertResults("1 Succeeded " + DOCUMENT);
        assertThat(lines()).containsExactly("GET /ovok-inbox/" + read + " HTTP/1.1");
    }

    @Test
    void readsTheLatestVersionIfNoneIsNamed() throws IOException {
        running.healthy();
        task("1", "a.png");
        task("2", "b.png").putNull("s3VersionId");
        task("3", "c.png").put("s3VersionId", "");
        task("4", "d.png").put("s3VersionId", "null");

        assertResults(
                "1 Succeeded " + DOCUMENT,
                "2 Succeeded " + DOCUMENT,
                "3 Succeeded " + DOCUMENT,
                "4 Succeeded " + DOCUMENT);
        assertThat(lines())
                .containsExactly(
                        "GET /ovok-inbox/a.png HTTP/1.1",
                        "GET /ovok-inbox/b.png HTTP/1.1",
                        "GET /ovok-inbox/c.png HTTP/1.1",
                        "GET /ovok-inbox/d.png?versionId=null HTTP/1.1");
    }

    @Test
    void givesEachTaskItsOwnResult() throws IOException {
        running.inbox.otherwiseBy(read -> read.line().contains("missing")
                ? response(404, s3Error("NoSuchKey", "cat.png"))
                : read.line().contains("denied") ? response(403, s3Error("AccessDenied", "x")) : response(200, "meow"));
        running.ovok.otherwise(response(200, Samples.entry(running.storage.url())));
        running.storage.otherwise(response(204, ""));
        task("1", "missing/cat.png");
        task("2", "cat.png");
        task("3", "denied/cat.png");
        task("4", "letters/");
        task("5", "cat.png").remove("s3Bucket");
        event.withArray("tasks").add(7).addObject();

        assertResults(
                "1 PermanentFailure source-not-found",
                "2 Succeeded " + DOCUMENT,
                "3 PermanentFailure source-denied",
                "4 Succeeded skipped",
                "5 PermanentFailure bad-request",
                " PermanentFailure bad-request",
                " PermanentFailure bad-request");
    }

    @ParameterizedTest
    @CsvSource({
        "s3Bucket,    inbox--euc1-az1--x-s3",
        "s3Bucket,    arn:aws:s3:eu-central-1:123456789012:accesspoint/inbox",
        "s3BucketArn, arn:aws:s3:eu-central-1:123456789012:accesspoint/inbox",
        "s3BucketArn, arn:aws:s3express:eu-central-1:123456789012:bucket/inbox--euc1-az1--x-s3",
        "s3Bucket,    a/b",
        "s3Other,     ovok-inbox",
    })
    void rejectsWhatIsNotAGeneralPurposeBucket(String field, String bucket) throws IOException {
        ObjectNode task = task("1", "cat.png");
        task.remove("s3Bucket");
        task.put(field, bucket);

        assertResults("1 PermanentFailure bad-request");
        assertThat(running.inbox.requests()).isEmpty();
    }

    /** The page's own example has a Region and an account in the ARN. */
    @ParameterizedTest
    @ValueSource(strings = {"arn:aws:s3:::ovok-inbox", "arn:aws:s3:us-east-1:0123456788:ovok-inbox", "ovok-inbox"})
    void takesTheBucketsNameFromItsArn(String arn) throws IOException {
        running.healthy();
        event.put("invocationSchemaVersion", "1.0");
        ObjectNode task = task("1", "cat.png");
        task.remove("s3Bucket");
        task.put("s3BucketArn", arn);

        assertResults("1 Succeeded " + DOCUMENT);
        assertThat(lines()).containsExactly("GET /ovok-inbox/cat.png HTTP/1.1");
    }

    @Test
    void letsS3RunATaskAgain() throws IOException {
        running.inbox.otherwise(response(503, s3Error("SlowDown", "x")));
        task("1", "cat.png");

        assertResults("1 TemporaryFailure unavailable");
    }

    @Test
    void startsNoTaskShortlyBeforeTheDeadline() throws IOException {
        task("1", "a.png");
        task("2", "b.png");

        assertThat(results(handled(RunningApp.context(9_000))))
                .containsExactly("1 TemporaryFailure deadline", "2 TemporaryFailure deadline");
        assertThat(running.inbox.requests()).isEmpty();
    }

    /** A function that times out would be a permanent failure, without its reason. */
    @Test
    @Timeout(60)
    void endsATransferBeforeTheTimeout() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        running.healthy();
        running.storage.then(stallAfter("", cut));
        task("1", "cat.png");

        assertThat(results(handled(RunningApp.context(11_000)))).containsExactly("1 TemporaryFailure deadline");
        assertThat(cut.await(10, TimeUnit.SECONDS)).isTrue();
        assertResults("1 Succeeded " + DOCUMENT);
        assertThat(running.ovok.requests())
                .extracting(Request::line)
                .containsExactly("POST /documentdev HTTP/1.1", "POST /document/" + DOCUMENT + " HTTP/1.1");
    }

    /** Its third read is the second task's second, after it found the lease of the first. */
    @Test
    @Timeout(60)
    void waitsForAnotherTransferOfTheFile() throws Exception {
        CountDownLatch uploading = new CountDownLatch(1);
        CountDownLatch reads = new CountDownLatch(3);
        running.healthy();
        running.inbox.otherwiseBy(read -> {
            reads.countDown();
            return response(200, "meow", "ETag: \"e1\"");
        });
        running.storage.then(client -> {
            uploading.countDown();
            await(reads);
            response(204, "").give(client);
        });
        task("1", "cat.png");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> first = threads.submit(() -> handled(RunningApp.context()));
            await(uploading);
            Future<JsonNode> second = threads.submit(() -> handled(RunningApp.context()));

            assertThat(results(first.get())).containsExactly("1 Succeeded " + DOCUMENT);
            assertThat(second.get()).isEqualTo(first.get());
        }
        assertThat(running.ovok.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, false, true", "false, true, false", ", true, true", ", false, false"})
    void setsTheVisibilityThatTheJobNames(@Nullable String argument, String metadata, String sent) throws IOException {
        running.healthy();
        running.inbox.otherwise(response(200, "meow", "x-amz-meta-ovok-is-public: " + metadata));
        if (argument != null) {
            arguments().put("isPublic", argument);
        }
        task("1", "cat.png");

        assertResults("1 Succeeded " + DOCUMENT);
        assertThat(running.ovok.request().text()).contains("\"isPublic\":\"" + sent + '"');
    }

    @Test
    void checksHeadersOnlyInADryRun() throws IOException {
        running.inbox.then(head("Content-Length: 1234567890", "Content-Type: application/dicom"));
        arguments().put("dryRun", "true");
        task("1", "scans/cat.png");

        assertResults("1 Succeeded dry run: 1234567890 bytes, application/dicom");
        assertThat(lines()).containsExactly("HEAD /ovok-inbox/scans/cat.png HTTP/1.1");
        assertThat(running.ovok.requests()).isEmpty();
        assertThat(running.storage.requests()).isEmpty();
    }

    @Test
    void leavesTheLedgerAloneInADryRun() throws IOException {
        running.healthy();
        running.inbox.otherwiseBy(read -> read.line().startsWith("HEAD ")
                ? head("Content-Length: 4", "ETag: \"e1\"")
                : response(200, "meow", "ETag: \"e1\""));
        task("1", "cat.png");
        arguments().put("dryRun", "true");
        assertResults("1 Succeeded dry run: 4 bytes, image/png");
        arguments().put("dryRun", "false");
        assertResults("1 Succeeded " + DOCUMENT);

        assertThat(running.ovok.requests()).hasSize(1);
        assertThat(running.log.lines())
                .extracting(line -> line.path("source").asText())
                .hasSize(3)
                .containsOnly(running.log.lines().getFirst().path("source").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-storage-class: GLACIER,                                         PermanentFailure source-archived",
        "x-amz-storage-class: DEEP_ARCHIVE,                                    PermanentFailure source-archived",
        "x-amz-archive-status: ARCHIVE_ACCESS,                                 PermanentFailure source-archived",
        "x-amz-storage-class: GLACIER_IR,                                      'Succeeded dry run: 4 bytes, image/png'",
        "'x-amz-storage-class: GLACIER\r\nx-amz-restore: ongoing-request=\"true\"',  PermanentFailure source-archived",
        "'x-amz-storage-class: GLACIER\r\n"
                + "x-amz-restore: ongoing-request=\"false\"', 'Succeeded dry run: 4 bytes, image/png'",
        "Content-Type: application/dicom; name=x,                              'Succeeded dry run: 4 bytes,"
                + " application/dicom'",
        "x-amz-meta-ovok-file-name: ..,                                        PermanentFailure bad-request",
    })
    void reportsInADryRunWhatATransferWouldDo(String header, String result) throws IOException {
        running.inbox.then(head("Content-Length: 4", header));
        arguments().put("dryRun", "true");
        task("1", "cat.png");

        assertResults("1 " + result);
    }

    @ParameterizedTest
    @CsvSource({
        "5368709120, 'Succeeded dry run: 5368709120 bytes, image/png'",
        "5368709121, PermanentFailure too-large",
        "x,          TemporaryFailure unavailable",
    })
    void checksTheSizeInADryRun(String length, String result) throws IOException {
        running.inbox.otherwise(head("Content-Length: " + length));
        arguments().put("dryRun", "true");
        task("1", "cat.png");

        assertResults("1 " + result);
    }

    @Test
    void skipsFoldersInADryRun() throws IOException {
        running.inbox.then(head("Content-Length: 0", "Content-Type: application/x-directory"));
        arguments().put("dryRun", "true");
        task("1", "folder");
        task("2", "folder/");
        task("3", "Thumbs.db");

        assertResults("1 Succeeded skipped", "2 Succeeded skipped", "3 Succeeded skipped");
    }

    /** An error of HEAD has no body, so that archived, encrypted and forbidden objects look alike. */
    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey,          PermanentFailure source-not-found",
        "403, AccessDenied,       PermanentFailure source-denied",
        "403, InvalidObjectState, PermanentFailure source-archived",
        "503, SlowDown,           TemporaryFailure unavailable",
    })
    void asksWhyAHeadFailed(int status, String code, String result) throws IOException {
        running.inbox.otherwiseBy(read -> read.line().startsWith("HEAD ")
                ? literal("HTTP/1.1 " + status + " Scripted\r\nContent-Length: 99\r\n\r\n")
                : response(status, s3Error(code, "cat.png")));
        arguments().put("dryRun", "true");
        task("1", "cat.png");

        assertResults("1 " + result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.9", "3.0", "2", "2.x", "22.0", "", " 2.0"})
    void refusesAnotherSchemaInTheResponse(String schema) throws IOException {
        event.put("invocationSchemaVersion", schema);
        task("1", "cat.png");

        JsonNode response = handled(RunningApp.context());
        assertThat(results(response)).containsExactly("1 PermanentFailure bad-request");
        assertThat(response.path("invocationSchemaVersion").asText()).isEqualTo(schema);
        assertThat(running.inbox.requests()).isEmpty();
    }

    @Test
    void ignoresFieldsOfALaterMinorVersion() throws IOException {
        running.healthy();
        event.put("invocationSchemaVersion", "2.7").putObject("new").put("s3Key", "x");
        task("1", "cat.png").put("s3Newer", 7);

        assertResults("1 Succeeded " + DOCUMENT);
    }

    @ParameterizedTest
    @CsvSource({"dryrun, true", "dryRun, yes", "dryRun, ''", "isPublic, TRUE", "other, x"})
    void refusesUnknownUserArguments(String name, String value) throws IOException {
        arguments().put(name, value);
        task("1", "a.png");
        task("2", "b.png");

        assertResults("1 PermanentFailure bad-request", "2 PermanentFailure bad-request");
        assertThat(running.inbox.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"dryRun\"", "[true]"})
    void refusesUserArgumentsThatAreNotAnObject(String arguments) throws IOException {
        ((ObjectNode) event.path("job")).set("userArguments", JSON.readTree(arguments));
        task("1", "cat.png");

        assertResults("1 PermanentFailure bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "7", "{\"tasks\":{}}", "{\"Records\":[]}", "no JSON"})
    void rejectsAnEventWithoutTasks(String other) {
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> handled(other.getBytes(UTF_8), RunningApp.context()));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Response head(String... headers) {
        return literal("HTTP/1.1 200 OK\r\n" + String.join("\r\n", headers) + "\r\n\r\n");
    }

    private ObjectNode task(String id, String key) {
        return event.withArray("tasks")
                .addObject()
                .put("taskId", id)
                .put("s3Bucket", "ovok-inbox")
                .put("s3Key", key);
    }

    private ObjectNode arguments() {
        return event.withObject("/job/userArguments");
    }

    private List<String> lines() {
        return running.inbox.requests().stream().map(Request::line).toList();
    }

    private void assertResults(String... results) throws IOException {
        assertThat(results(handled(RunningApp.context()))).containsExactly(results);
    }

    private static List<String> results(JsonNode response) {
        return response.path("results")
                .valueStream()
                .map(result -> String.join(
                        " ",
                        result.path("taskId").asText(),
                        result.path("resultCode").asText(),
                        result.path("resultString").asText()))
                .toList();
    }

    private JsonNode handled(Context context) throws IOException {
        return JSON.readTree(handled(JSON.writeValueAsBytes(event), context));
    }

    private String handled(byte[] sent, Context context) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new BatchOperationsHandler(running.app).handleRequest(new ByteArrayInputStream(sent), response, context);
        return response.toString(UTF_8);
    }
}
