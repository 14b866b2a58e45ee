package com.ovok.upload.transfer;

import static com.ovok.upload.WireServer.response;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Deadline;
import com.ovok.upload.LogCapture;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.Sequencer;
import com.ovok.upload.SettableClock;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.InProcessLedger;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ledger.TransferKey;
import com.ovok.upload.ovok.OvokClient;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.post.AllowedUploadHosts;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.results.TransferLog;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Source;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The servers of a transfer: OVOK and its storage on loopback, and a ledger whose time stands still. */
final class TransferFixture implements AutoCloseable {
    static final String SOURCE = "5f3a";
    static final String DOCUMENT = "7f0d1a52";
    static final Duration LEASE = Duration.ofMinutes(1);

    final WireServer ovok = new WireServer();
    final WireServer storage = new WireServer();
    final LogCapture log = new LogCapture();
    final SettableClock clock = new SettableClock();
    final Ledger ledger = new InProcessLedger(clock);
    final OvokDocuments documents = new OvokDocuments(
            new OvokClient(ovok.url(), TestTls.JDK),
            OvokDocuments.Path.DOCUMENTDEV,
            Samples.token(),
            RetryPolicy.standard(pause -> {}));

    TransferFixture() throws IOException {}

    /** Creates a use case over these servers and the ledger that {@code seen} returns. */
    DocumentTransfer transfer(UnaryOperator<Ledger> seen) {
        FormUploader uploader = new FormUploader(
                new S3Http(2, TestTls.JDK),
                AllowedUploadHosts.of(ovok.url(), List.of()),
                RetryPolicy.standard(pause -> {}));
        return new DocumentTransfer(seen.apply(ledger), documents, uploader, List.of(new TransferLog(false)));
    }

    DocumentTransfer transfer() {
        return transfer(UnaryOperator.identity());
    }

    /** Lets OVOK respond with a document whose file goes to the storage. */
    TransferFixture documentAwaited() {
        ovok.then(response(200, Samples.entry(storage.url())));
        return this;
    }

    TransferFixture fileTaken() {
        storage.then(response(204, ""));
        return this;
    }

    Claim claim(String sequencer) {
        return ledger.claim(new TransferKey(SOURCE, sequencer), LEASE);
    }

    Claim.Held held(String sequencer) {
        return (Claim.Held) claim(sequencer);
    }

    /** Returns the log lines with this message. */
    List<JsonNode> lines(String message) {
        return log.lines().stream()
                .filter(line -> line.path("message").asText().equals(message))
                .toList();
    }

    /** Returns the documents that the log reports as orphans. */
    List<String> orphans() {
        return lines("document orphaned").stream()
                .map(line -> line.path("document").asText())
                .toList();
    }

    /** Returns a version of a file with this text. */
    static Source source(String sequencer, String text) {
        return new Source() {
            @Override
            public String id() {
                return SOURCE;
            }

            @Override
            public Sequencer sequencer() {
                return Sequencer.parse(sequencer);
            }

            @Override
            public Optional<SourceObject> object() {
                return Optional.of(new SourceObject("inbox", Samples.OBJECT_KEY, null, null, sequencer));
            }

            @Override
            public Content open(Deadline deadline) {
                return Samples.content(text);
            }
        };
    }

    @Override
    public void close() throws IOException {
        ovok.close();
        storage.close();
        log.close();
    }
}
