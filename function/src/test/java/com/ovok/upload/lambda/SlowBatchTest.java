package com.ovok.upload.lambda;

import static com.ovok.upload.WireServer.literal;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ledger.InProcessLedger;
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
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch with three files whose upload outlasts the invocation, and seven others. */
@Timeout(60)
class SlowBatchTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> SLOW = Set.of("slow-1.png", "slow-2.png", "slow-3.png");
    private static final int FAST = 7;
    /** More bytes than the socket buffers of both ends hold. */
    private static final byte[] LARGE = new byte[12 << 20];
    /** Leaves 1.5 seconds to start all files, and the time that this takes to the uploads. */
    private static final int MILLIS = 11_500;

    private final ArrayNode records = JSON.createArrayNode();
    private final AtomicInteger documents = new AtomicInteger();
    private final CountDownLatch cut = new CountDownLatch(SLOW.size());

    @AutoClose
    private RunningApp running;

    private App app;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp();
        running.inbox.otherwiseBy(read -> read.line().contains("slow") ? response(200, LARGE) : response(200, "meow"));
        running.ovok.otherwiseBy(this::entry);
        running.storage.otherwiseBy(form -> isLarge(form) ? new SlowReader() : response(204, ""));
        app = app();
    }

    @Test
    void returnsFilesCutByTheDeadlineOnly() throws Exception {
        SLOW.forEach(this::add);
        for (int i = 1; i <= FAST; i++) {
            add("fast-" + i + ".png");
        }

        assertThat(failed(deliver(MILLIS))).isEqualTo(SLOW).hasSize(3);
        assertThat(cut.await(10, TimeUnit.SECONDS))
                .as("the connections are cut")
                .isTrue();
        assertThat(running.storage.requests()).hasSize(FAST + SLOW.size());
        List<JsonNode> lines = transfers(running.log.taken());
        assertThat(lines).hasSize(FAST + SLOW.size());
        assertThat(documents(lines, "outcome", "completed")).hasSize(FAST);
        assertGoesOn(documents(lines, "problem", "deadline"));
    }

    /** Each interrupted document gets its file with the next delivery, which finds no lease. */
    private void assertGoesOn(Set<String> cutDocuments) throws IOException {
        assertThat(cutDocuments).hasSize(SLOW.size());
        assertThat(running.ovok.requests()).hasSize(FAST + SLOW.size());
        running.storage.otherwise(response(204, ""));
        records.removeAll();
        SLOW.forEach(this::add);

        assertThat(failed(deliver(30_000))).isEmpty();
        String log = running.log.taken();
        assertThat(documents(transfers(log), "outcome", "completed")).isEqualTo(cutDocuments);
        assertThat(log).doesNotContain("orphan");
        assertThat(running.ovok.requests())
                .extracting(Request::line)
                .containsExactlyInAnyOrderElementsOf(cutDocuments.stream()
                        .map(id -> "POST /document/" + id + " HTTP/1.1")
                        .toList());
    }

    private void add(String key) {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(Samples.event("s3-put-unversioned.json"));
            ((ObjectNode) event.at("/Records/0/s3/object")).put("key", key);
            records.addObject().put("messageId", key).put("body", event.toString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode deliver(int millis) throws IOException {
        byte[] event = JSON.writeValueAsBytes(JSON.createObjectNode().set("Records", records));
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new QueueHandler(app).handleRequest(new ByteArrayInputStream(event), response, RunningApp.context(millis));
        return JSON.readTree(response.toString(UTF_8));
    }

    private static Set<String> failed(JsonNode response) {
        List<String> ids = response.path("batchItemFailures").findValuesAsText("itemIdentifier");
        assertThat(ids).doesNotHaveDuplicates();
        return Set.copyOf(ids);
    }

    private static List<JsonNode> transfers(String log) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : log.lines().toList()) {
            JsonNode read = JSON.readTree(line);
            if (read.path("message").asText().equals("transfer")) {
                lines.add(read);
            }
        }
        return lines;
    }

    private static Set<String> documents(List<JsonNode> transfers, String field, String value) {
        return transfers.stream()
                .filter(line -> line.path(field).asText().equals(value))
                .map(line -> line.path("document").asText())
                .collect(Collectors.toSet());
    }

    private Response entry(Request asked) {
        String id = asked.line().startsWith("POST /documentdev ")
                ? "d" + documents.incrementAndGet()
                : asked.line().replaceFirst("POST /document/(\\w+) .*", "$1");
        return response(200, Samples.entry(running.storage.url()).replace("7f0d1a52", id));
    }

    private static boolean isLarge(Request form) {
        return Integer.parseInt(form.header("Content-Length").orElseThrow()) > LARGE.length;
    }

    /** Like {@link RunningApp#app}, but all files of the batch are transferred at once. */
    private App app() {
        RetryPolicy retries = RetryPolicy.standard(pause -> {});
        int files = FAST + SLOW.size();
        OvokDocuments ovok = new OvokDocuments(
                new OvokClient(running.ovok.url(), TestTls.JDK),
                OvokDocuments.Path.DOCUMENTDEV,
                Samples.token(),
                retries);
        FormUploader uploader = new FormUploader(
                new S3Http(files, TestTls.JDK), AllowedUploadHosts.of(running.ovok.url(), List.of()), retries);
        App whole = running.app;
        return new App(
                new DocumentTransfer(
                        new InProcessLedger(InstantSource.system()), ovok, uploader, List.of(new TransferLog(false))),
                whole.objects(),
                files,
                whole.api(),
                whole.snapStart());
    }

    /** Reads a form at 80 KB per second until the client closes. */
    private final class SlowReader implements Response {
        @Override
        public void give(Socket client) throws IOException {
            client.setReceiveBufferSize(8192);
            literal("HTTP/1.1 100 Continue\r\n\r\n").give(client);
            InputStream in = client.getInputStream();
            try {
                while (in.readNBytes(8192).length > 0) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                cut.countDown();
            }
        }

        @Override
        public int readsFirst() {
            return 0;
        }
    }
}
