package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.printed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.event.S3Notification;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ledger.InProcessLedger;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ovok.OvokClient;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.post.AllowedUploadHosts;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.results.TransferLog;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.transfer.DocumentTransfer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An unforeseen failure of one file concerns this file alone, and its message is not logged. */
class UnexpectedFailureTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FAILING = "failing.png";

    private final ObjectNode batch = JSON.createObjectNode();
    private final ArrayNode records = batch.putArray("Records");
    private final Ledger ledger = mock(Ledger.class, delegatesTo(new InProcessLedger(InstantSource.system())));

    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp().healthy();
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new NullPointerException("marker-file-name"),
                new IllegalStateException("marker", new ArithmeticException("marker-cause")),
                new CompletionException(new IOException("marker-cause")),
                new OutOfMemoryError("marker"),
                new NoClassDefFoundError("marker/Name"),
                new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsOneMessageOfBatch(Throwable failure) throws IOException {
        doThrow(failure).when(ledger).claim(argThat(key -> key.id().equals(id())), any());
        for (String key : List.of("a.png", FAILING, "b.png", "c.png")) {
            records.addObject().put("messageId", key).put("body", event(key).toString());
        }
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new QueueHandler(app()).handleRequest(input(), response, RunningApp.context());

        assertThat(response.toString(UTF_8))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + FAILING + "\"}]}");
        assertThat(running.storage.requests()).hasSize(3);
        assertLogged(failure);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void processesOtherRecords(Throwable failure) throws IOException {
        doThrow(failure).when(ledger).complete(argThat(lease -> lease.key().id().equals(id())), any());
        records.add(event(FAILING).at("/Records/0")).add(event("a.png").at("/Records/0"));
        UploadException thrown = requireNonNull(catchThrowableOfType(
                UploadException.class,
                () -> new S3Handler(app()).handleRequest(input(), new ByteArrayOutputStream(), RunningApp.context())));

        assertThat(thrown).isInstanceOf(UploadException.Unavailable.class);
        assertThat(thrown.problem()).isEqualTo(Problem.UNEXPECTED);
        assertThat(printed(thrown)).doesNotContain("marker");
        assertThat(running.storage.requests()).hasSize(2);
        assertLogged(failure);
    }

    @ParameterizedTest
    @EnumSource
    void returnsProblem(Gateway gateway) {
        doThrow(new NullPointerException("marker")).when(ledger).claim(any(), any());
        JsonNode response = gateway.response(app(), gateway.event());

        assertThat(response.path("statusCode").asInt()).isEqualTo(500);
        assertThat(Gateway.body(response).path("type").asText()).endsWith("docs/troubleshooting.md#unexpected");
        assertThat(response.toString()).doesNotContain("marker", "NullPointer");
    }

    private App app() {
        RetryPolicy retries = RetryPolicy.standard(pause -> {});
        OvokDocuments documents = new OvokDocuments(
                new OvokClient(running.ovok.url(), TestTls.JDK),
                OvokDocuments.Path.DOCUMENTDEV,
                Samples.token(),
                retries);
        FormUploader uploader = new FormUploader(
                new S3Http(4, TestTls.JDK), AllowedUploadHosts.of(running.ovok.url(), List.of()), retries);
        App whole = running.app;
        return new App(
                new DocumentTransfer(ledger, documents, uploader, List.of(new TransferLog(false))),
                whole.objects(),
                whole.maxConcurrency(),
                whole.api(),
                whole.snapStart());
    }

    private InputStream input() {
        return new ByteArrayInputStream(batch.toString().getBytes(UTF_8));
    }

    private static JsonNode event(String key) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(Samples.event("s3-put-unversioned.json"));
        ((ObjectNode) event.at("/Records/0/s3/object")).put("key", key);
        return event;
    }

    private static String id() {
        try {
            return S3Notification.arrival(event(FAILING).at("/Records/0"))
                    .orElseThrow()
                    .id();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Requires one log line with the failure's frames and without its message. */
    private void assertLogged(Throwable failure) {
        assertThat(running.log.lines())
                .filteredOn(line -> line.path("message").asText().equals("unexpected failure"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("frames").toString())
                        .contains(failure.getClass().getName())
                        .contains("at com.ovok.upload."));
        assertThat(running.log.text()).doesNotContain("marker");
    }
}
