package com.ovok.upload.lambda;

import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.SettableClock;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.aws.AwsJsonClient;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ledger.DynamoLedger;
import com.ovok.upload.ovok.OvokClient;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.post.AllowedUploadHosts;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.results.TransferLog;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.RequestBody;
import com.ovok.upload.transfer.DocumentTransfer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How long a transfer continues after its deadline while the servers are silent. */
class LastMomentTest {
    private static final Duration LEFT = Duration.ofMinutes(1);
    private static final String CLAIMED = "{\"Attributes\":{\"previousLeaseUntil\":{\"N\":\"0\"}}}";

    private final SettableClock clock = new SettableClock();

    @AutoClose
    private final WireServer ovok = new WireServer();

    @AutoClose
    private final WireServer dynamo = new WireServer();

    LastMomentTest() throws IOException {}

    @Test
    void leavesASecondAfterCreationAtTheDeadline() {
        dynamo.then(response(200, CLAIMED)).otherwise(stallAfter("", new CountDownLatch(1)));
        AtomicLong atDeadline = new AtomicLong();
        ovok.then(client -> {
            clock.advance(LEFT.minusMillis(1));
            atDeadline.set(System.nanoTime());
            response(200, Samples.entry(ovok.url())).give(client);
        });
        Deadline deadline = Deadline.in(LEFT, clock);

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> transfer().transfer(file(), deadline))
                .matches(failure -> failure.problem() == Problem.UNAVAILABLE);

        assertThat(Duration.ofNanos(System.nanoTime() - atDeadline.get()))
                .isLessThan(Invocation.MARGIN.minusSeconds(1));
    }

    @Test
    void leavesASecondIfTheLedgerIsSilent() {
        dynamo.otherwise(stallAfter("", new CountDownLatch(1)));

        long begun = System.nanoTime();
        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> transfer().transfer(file(), Deadline.in(Duration.ofMillis(1), clock)));

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Invocation.MARGIN.minusSeconds(1));
    }

    private DocumentTransfer transfer() {
        OvokDocuments documents = new OvokDocuments(
                new OvokClient(ovok.url(), TestTls.JDK),
                OvokDocuments.Path.DOCUMENTDEV,
                Samples.token(),
                RetryPolicy.standard(pause -> {}));
        FormUploader uploader = new FormUploader(
                new S3Http(1, TestTls.JDK),
                AllowedUploadHosts.of(ovok.url(), List.of()),
                RetryPolicy.standard(pause -> {}));
        AwsJsonClient client = TestAws.client(AwsService.DYNAMODB, dynamo.url(), RetryPolicy.standard(Thread::sleep));
        DynamoLedger ledger = new DynamoLedger(client, "ledger", Duration.ofDays(1), InstantSource.system());
        return new DocumentTransfer(ledger, documents, uploader, List.of(new TransferLog(false)));
    }

    private static RequestBody file() {
        byte[] bytes = "text".getBytes(StandardCharsets.UTF_8);
        return new RequestBody("5f3a", new FileInfo("cat.txt", "text/plain", false), bytes);
    }
}
