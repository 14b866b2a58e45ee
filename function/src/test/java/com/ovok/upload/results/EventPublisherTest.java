package com.ovok.upload.results;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.results.ResultFixture.VERSION;
import static com.ovok.upload.results.ResultFixture.completed;
import static com.ovok.upload.results.ResultFixture.ended;
import static com.ovok.upload.results.ResultFixture.rejected;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Json;
import com.ovok.upload.LogCapture;
import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.transfer.Outcome;
import com.ovok.upload.transfer.TransferResult;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EventPublisherTest {
    private static final WireServer.Response FOUND = response(200, "{\"Name\":\"documents\"}");
    private static final WireServer.Response ACCEPTED =
            response(200, "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e\"}]}");

    @AutoClose
    private WireServer events;

    private EventPublisher publisher;

    @BeforeEach
    void start() throws IOException {
        events = new WireServer();
        publisher = new EventPublisher(TestAws.client(AwsService.EVENT_BRIDGE, events.url(), once()), "documents");
    }

    @Test
    void publishesACreatedDocument() throws IOException {
        JsonNode event = published(completed(VERSION));

        assertThat(event.path("EventBusName").asText()).isEqualTo("documents");
        assertThat(event.path("Source").asText()).isEqualTo("ovok.upload");
        assertThat(event.path("DetailType").asText()).isEqualTo("Document Created");
        assertThat(detail(event))
                .isEqualTo(Json.read("""
                    {"version":"1.0","id":"%s","outcome":"completed",
                     "source":{"bucket":"inbox","key":"a b/cat.png","versionId":"v1","etag":"e1"},
                     "documentId":"7f0d1a52",
                     "document":{"id":"7f0d1a52","fileName":"cat.png","contentType":"image/png"},"bytes":4}
                    """.formatted(detail(event).path("id").asText())));
        assertThat(event.toString()).doesNotContain("marker-public-token", "uploadOptions");
    }

    @Test
    void publishesAFailureWithoutItsMessage() throws IOException {
        JsonNode event = published(rejected(Problem.TOO_LARGE));

        assertThat(event.path("DetailType").asText()).isEqualTo("Document Failed");
        assertThat(detail(event).path("problem").asText()).isEqualTo("too-large");
        assertThat(detail(event).path("outcome").asText()).isEqualTo("rejected");
        assertThat(detail(event).has("document")).isFalse();
    }

    @Test
    void omitsTheSourceOfAFileWithoutObject() throws IOException {
        assertThat(detail(published(completed(null))).has("source")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"COMPLETED", "REPEATED"})
    void givesEachDeliveryOfAResultTheSameId(Outcome outcome) throws IOException {
        String id = detail(published(completed(VERSION))).path("id").asText();

        assertThat(detail(published(ended(VERSION, outcome))).path("id").asText())
                .isEqualTo(id)
                .hasSize(32);
        assertThat(detail(published(rejected(Problem.TOO_LARGE))).path("id").asText())
                .isNotEqualTo(id);
    }

    @Test
    void publishesNothingForASupersededVersion() {
        publisher.ended(ended(VERSION, Outcome.SUPERSEDED), deadline());

        assertThat(events.requests()).isEmpty();
    }

    @Test
    void shortensADocumentThatIsTooLongForAnEvent() throws IOException {
        TransferResult result = completed(VERSION);
        FileEntryDto entry = result.entry().orElseThrow().fileName("x".repeat(300_000));
        TransferResult large = new TransferResult(
                result.source(),
                result.outcome(),
                Optional.empty(),
                result.documentId(),
                false,
                Optional.of(entry),
                Optional.empty(),
                Duration.ZERO);

        assertThat(detail(published(large)).path("document"))
                .isEqualTo(Json.read("{\"id\":\"7f0d1a52\",\"contentType\":\"image/png\"}"));
    }

    @Test
    void checksTheBusOnce() {
        events.then(FOUND, ACCEPTED, ACCEPTED);
        publisher.ended(completed(VERSION), deadline());
        publisher.ended(completed(VERSION), deadline());

        assertThat(events.requests())
                .extracting(request -> request.header("X-Amz-Target").orElseThrow())
                .containsExactly("AWSEvents.DescribeEventBus", "AWSEvents.PutEvents", "AWSEvents.PutEvents");
    }

    @Test
    void noticesAMissingBus() {
        events.then(response(400, "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no bus\"}"));

        assertThat(failure(UploadException.Misconfigured.class))
                .hasMessageContaining("ResourceNotFoundException")
                .hasMessageContaining("RESULT_EVENT_BUS")
                .hasMessageContaining("#result-undelivered");
        assertThat(events.requests()).hasSize(1);
    }

    @Test
    void publishesToABusThatItMayNotDescribe() throws IOException {
        try (LogCapture log = new LogCapture()) {
            events.then(response(400, "{\"__type\":\"AccessDeniedException\"}"), ACCEPTED);
            publisher.ended(completed(VERSION), deadline());

            assertThat(log.lines())
                    .singleElement()
                    .satisfies(line -> assertThat(line.path("message").asText()).isEqualTo("event bus unchecked"));
            assertThat(events.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "InternalFailure, Unavailable",
        "ThrottlingException, Unavailable",
        "'', Unavailable",
        "NotAuthorizedForSourceException, Misconfigured",
        "InvalidArgument, Misconfigured"
    })
    void noticesAFailedEntryInASuccess(String code, String kind) {
        events.then(
                FOUND, response(200, "{\"FailedEntryCount\":1,\"Entries\":[{\"ErrorCode\":\"%s\"}]}".formatted(code)));

        assertThat(failure(UploadException.class).getClass().getSimpleName()).isEqualTo(kind);
    }

    @Test
    void noticesASuccessThatConfirmsNoEvent() {
        events.then(FOUND, response(200, "{}"));

        assertThat(failure(UploadException.Unavailable.class)).hasMessageContaining("EventBridge");
    }

    @Test
    void isUnavailableWhileEventBridgeIs() {
        events.then(response(503, ""));

        assertThat(failure(UploadException.Unavailable.class)).hasMessageContaining("EventBridge");
    }

    private <T extends Throwable> T failure(Class<T> kind) {
        return requireNonNull(catchThrowableOfType(kind, () -> publisher.ended(completed(VERSION), deadline())));
    }

    /** The entry of the request, after its detail was held against the schema. */
    private JsonNode published(TransferResult result) throws IOException {
        events.then(FOUND, ACCEPTED);
        new EventPublisher(TestAws.client(AwsService.EVENT_BRIDGE, events.url(), once()), "documents")
                .ended(result, deadline());
        events.request();
        JsonNode entry = entry(events.request());
        assertThat(schema().validate(entry.path("Detail").asText(), InputFormat.JSON))
                .isEmpty();
        return entry;
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Samples.ROOT.resolve("docs/events.schema.json")));
    }

    private static JsonNode entry(Request request) {
        return Json.read(request.text()).path("Entries").path(0);
    }

    private static JsonNode detail(JsonNode entry) {
        return Json.read(entry.path("Detail").asText());
    }
}
