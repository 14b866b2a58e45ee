package com.ovok.upload.transfer;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.transfer.TransferFixture.DOCUMENT;
import static com.ovok.upload.transfer.TransferFixture.source;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ovok.AccessTokenProvider;
import com.ovok.upload.ovok.OvokClient;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.post.AllowedUploadHosts;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.results.TransferLog;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.Source;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The state after an unforeseen failure of a transfer. */
class UnexpectedTransferTest {
    private final RuntimeException unexpected = new NullPointerException("marker");

    @AutoClose
    private TransferFixture fixture;

    private Ledger ledger;

    @BeforeEach
    void start() throws IOException {
        fixture = new TransferFixture();
        ledger = mock(Ledger.class, delegatesTo(fixture.ledger));
    }

    @Test
    void endsLeaseAndKeepsDocument() {
        doThrow(unexpected).when(ledger).complete(any(), any());
        fixture.documentAwaited().fileTaken();
        fails(source("", "meow"));

        assertThat(fixture.held("").pendingDocumentId()).contains(DOCUMENT);
        assertThat(fixture.orphans()).isEmpty();
    }

    @Test
    void endsLeaseOfUnopenedSource() {
        Source broken = mock(Source.class, delegatesTo(source("", "meow")));
        doThrow(new NoClassDefFoundError("marker")).when(broken).open(any());
        fails(broken);

        assertThat(fixture.claim("")).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void deletesDocumentThatMayBeUnrecorded() {
        doThrow(unexpected).when(ledger).recordDocument(any(), any());
        fixture.documentAwaited().ovok.then(response(200, "{\"message\":\"Document deleted\"}"));
        fails(source("", "meow"));

        assertThat(fixture.ovok.requests())
                .extracting(Request::line)
                .last()
                .isEqualTo("DELETE /document/" + DOCUMENT + " HTTP/1.1");
    }

    @Test
    void reportsPossibleOrphan() {
        AccessTokenProvider broken = mock();
        when(broken.token(any())).thenThrow(unexpected);
        OvokDocuments documents = new OvokDocuments(
                new OvokClient(fixture.ovok.url(), TestTls.JDK),
                OvokDocuments.Path.DOCUMENTDEV,
                broken,
                RetryPolicy.standard(p -> {}));
        fails(source("", "meow"), documents);

        assertThat(fixture.orphans()).containsExactly("unknown");
        assertThat(fixture.claim("")).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void throwsFailureIfCleanupFails() {
        doThrow(unexpected).when(ledger).reject(any());
        fixture.ovok.then(response(422, "{\"statusCode\":422,\"message\":\"no such type\"}"));
        UploadException failure = thrown(source("", "meow"), fixture.documents);

        assertThat(failure.problem()).isEqualTo(Problem.NOT_ACCEPTED);
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(e -> assertThat(((UploadException) e).problem()).isEqualTo(Problem.UNEXPECTED));
    }

    private void fails(Source source) {
        fails(source, fixture.documents);
    }

    private void fails(Source source, OvokDocuments documents) {
        UploadException failure = thrown(source, documents);

        assertThat(failure).isInstanceOf(UploadException.Unavailable.class);
        assertThat(failure.problem()).isEqualTo(Problem.UNEXPECTED);
        assertThat(fixture.lines("transfer"))
                .singleElement()
                .satisfies(line -> assertThat(line.path("problem").asText()).isEqualTo("unexpected"));
        assertThat(fixture.log.text()).doesNotContain("marker");
    }

    private UploadException thrown(Source source, OvokDocuments documents) {
        FormUploader uploader = new FormUploader(
                new S3Http(2, TestTls.JDK),
                AllowedUploadHosts.of(fixture.ovok.url(), List.of()),
                RetryPolicy.standard(pause -> {}));
        DocumentTransfer transfer = new DocumentTransfer(ledger, documents, uploader, List.of(new TransferLog(false)));
        return requireNonNull(catchThrowableOfType(UploadException.class, () -> transfer.transfer(source, deadline())));
    }
}
