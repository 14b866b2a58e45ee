package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.source.AllowedSources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The function with its servers for repeated tries; counts the effects of each try. */
final class FuzzHarness implements AutoCloseable {
    static final String INBOX = "ovok-inbox";

    final RunningApp running = new RunningApp(new AllowedSources(List.of(INBOX + "/")), List.of("127.0.0.1")).healthy();

    private List<WireServer.Request> forms = List.of();

    FuzzHarness() throws IOException {}

    /** Delivers an S3 event and returns the response; null if the event was rejected. */
    @Nullable
    String notified(byte[] event) throws IOException {
        return handled(new S3Handler(running.app), event);
    }

    /** Lets EventBridge hand over an event, and returns the response; null if the event was rejected. */
    @Nullable
    String bridged(byte[] event) throws IOException {
        return handled(new EventBridgeHandler(running.app), event);
    }

    /** Lets S3 Batch Operations hand over tasks, and returns the response; null if the event was rejected. */
    @Nullable
    String batched(byte[] event) throws IOException {
        return handled(new BatchOperationsHandler(running.app), event);
    }

    private static @Nullable String handled(RequestStreamHandler handler, byte[] event) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event), response, RunningApp.context());
            return response.toString(UTF_8);
        } catch (UploadException e) {
            assertQuiet(Samples.printed(e));
            assertThat(e.getMessage()).doesNotContain("marker", "Exception", "java.");
            return null;
        }
    }

    /**
     * Returns the number of documents since the previous call. Requires that each has its file, and that the log is
     * quiet.
     */
    int documents() {
        List<WireServer.Request> asked = running.ovok.requests();
        var _ = running.inbox.requests();
        assertThat(asked).allSatisfy(request -> assertThat(request.line()).startsWith("POST /documentdev "));
        forms = running.storage.requests();
        assertThat(forms).hasSameSizeAs(asked);
        assertLog();
        return asked.size();
    }

    /** Returns the content of the last of these documents, one character for each byte. */
    String content() {
        return ApiTester.content(forms.getLast());
    }

    /** Checks the log since the previous call. */
    void assertLog() {
        String log = running.log.taken();
        assertQuiet(log);
        assertThat(log).doesNotContain("marker", "Exception", "\tat ");
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
