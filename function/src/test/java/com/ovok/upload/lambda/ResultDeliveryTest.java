package com.ovok.upload.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.results.TransferLog;
import com.ovok.upload.source.AllowedSources;
import com.ovok.upload.transfer.Outcome;
import com.ovok.upload.transfer.TransferListener;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a result that cannot be delivered does to events and requests. */
class ResultDeliveryTest {
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final List<Outcome> delivered = new ArrayList<>();
    private final List<Outcome> disposed = new ArrayList<>();

    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        TransferListener unreliable = (result, deadline) -> {
            if (!failures.isEmpty()) {
                throw failures.pop();
            }
            delivered.add(result.outcome());
        };
        TransferListener last = (result, deadline) -> disposed.add(result.outcome());
        running = new RunningApp(
                        new AllowedSources(List.of()), List.of(), List.of(new TransferLog(false), unreliable, last))
                .healthy();
    }

    @Test
    void deliversAResultWithTheNextDeliveryOfItsEvent() throws IOException {
        failures.add(unavailable());

        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(this::deliver);
        assertThat(disposed).isEmpty();
        deliver();

        assertThat(delivered).containsExactly(Outcome.REPEATED);
        assertThat(disposed).containsExactly(Outcome.REPEATED);
        assertThat(running.ovok.requests()).hasSize(1);
        assertThat(running.storage.requests()).hasSize(1);
        assertThat(running.log.taken()).contains("\"result undelivered\"", "\"unavailable\"");
    }

    @Test
    void survivesAListenerThatFailsUnexpectedly() {
        failures.add(new IllegalStateException("marker"));

        assertThatExceptionOfType(UploadException.class).isThrownBy(this::deliver);
        assertThat(running.log.taken()).doesNotContain("marker").contains("\"result undelivered\"");
    }

    @Test
    void goesOnAfterAResultThatCanNeverBeDelivered() throws IOException {
        failures.add(new UploadException.Rejected(Problem.RESULT_UNDELIVERED, "No."));
        deliver();

        assertThat(delivered).isEmpty();
        assertThat(disposed).containsExactly(Outcome.COMPLETED);
    }

    @Test
    void reportsAFileThatFails() throws IOException {
        running.inbox.otherwise(com.ovok.upload.WireServer.response(404, ""));

        assertThatExceptionOfType(UploadException.Rejected.class).isThrownBy(this::deliver);
        assertThat(delivered).containsExactly(Outcome.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http-api-put.json"})
    void createsTheDocumentOfARequestAllTheSame(String event) throws IOException {
        failures.add(unavailable());
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new HttpApiHandler(running.app)
                .handleRequest(new ByteArrayInputStream(Samples.event(event)), response, RunningApp.context());

        assertThat(response.toString(UTF_8)).contains("\"statusCode\":201");
        assertThat(running.log.taken()).contains("\"result undelivered\"");
    }

    private void deliver() throws IOException {
        new S3Handler(running.app)
                .handleRequest(
                        new ByteArrayInputStream(Samples.event("s3-put.json")),
                        new ByteArrayOutputStream(),
                        RunningApp.context());
    }

    private static UploadException unavailable() {
        return new UploadException.Unavailable(Problem.UNAVAILABLE, "EventBridge returned 503.", null);
    }
}
