package com.ovok.upload.lambda;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.ovok.upload.LogCapture;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.WireServer;
import com.ovok.upload.api.ApiSettings;
import com.ovok.upload.aws.TestAws;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ledger.InProcessLedger;
import com.ovok.upload.ovok.OvokClient;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.post.AllowedUploadHosts;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.results.TransferLog;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.AllowedSources;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.transfer.DocumentTransfer;
import com.ovok.upload.transfer.TransferListener;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The parts of the function between three servers on loopback; it retries without pauses. */
final class RunningApp implements AutoCloseable {
    private static final AtomicInteger INVOCATIONS = new AtomicInteger();

    final WireServer inbox = new WireServer();
    final WireServer ovok = new WireServer();
    final WireServer storage = new WireServer();
    final LogCapture log = new LogCapture();
    final App app;

    RunningApp() throws IOException {
        this(new AllowedSources(List.of()), List.of());
    }

    /**
     * Creates the function with restrictions.
     *
     * @param sources which objects a request may refer to
     * @param uploadHosts where files may be sent; empty for any host
     */
    RunningApp(AllowedSources sources, List<String> uploadHosts) throws IOException {
        this(sources, uploadHosts, List.of(new TransferLog(false)));
    }

    /** Creates the function with listeners of results. */
    RunningApp(AllowedSources sources, List<String> uploadHosts, List<TransferListener> listeners) throws IOException {
        S3Http http = new S3Http(4, TestTls.JDK);
        S3ObjectReader objects = new S3ObjectReader(
                new S3Requests(http, TestAws.signer()),
                new S3Endpoint(TestAws.endpoints(inbox.url())),
                S3ObjectReader.Overwrite.NEW,
                retries());
        OvokDocuments documents = new OvokDocuments(
                new OvokClient(ovok.url(), TestTls.JDK), OvokDocuments.Path.DOCUMENTDEV, Samples.token(), retries());
        DocumentTransfer transfer = new DocumentTransfer(
                new InProcessLedger(InstantSource.system()),
                documents,
                new FormUploader(http, AllowedUploadHosts.of(ovok.url(), uploadHosts), retries()),
                listeners);
        ApiSettings api = new ApiSettings(ovok.url(), sources, Set.of());
        app = new App(transfer, objects, 2, api, SnapStartHook.register(List.of()));
    }

    private static RetryPolicy retries() {
        return RetryPolicy.standard(pause -> {});
    }

    /** Returns the context of an invocation, with a new id each time. */
    static Context context() {
        return context(30_000);
    }

    static Context context(int remainingMillis) {
        Context context = mock(Context.class);
        when(context.getRemainingTimeInMillis()).thenReturn(remainingMillis);
        when(context.getAwsRequestId()).thenReturn("invocation-" + INVOCATIONS.incrementAndGet());
        return context;
    }

    /** Lets every server succeed, any number of times. */
    RunningApp healthy() {
        inbox.otherwise(WireServer.response(200, "meow"));
        ovok.otherwise(WireServer.response(200, Samples.entry(storage.url())));
        storage.otherwise(WireServer.response(204, ""));
        return this;
    }

    /** Lets OVOK create the next document, whose file goes to {@link #storage}. */
    RunningApp documentAwaited() {
        ovok.then(WireServer.response(200, Samples.entry(storage.url())));
        return this;
    }

    /** Lets the storage accept the next form. */
    RunningApp fileTaken() {
        storage.then(WireServer.response(204, ""));
        return this;
    }

    @Override
    public void close() throws IOException {
        log.close();
        inbox.close();
        ovok.close();
        storage.close();
    }
}
