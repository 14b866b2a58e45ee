package com.ovok.upload.transfer;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static com.ovok.upload.transfer.TransferFixture.DOCUMENT;
import static com.ovok.upload.transfer.TransferFixture.source;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.Lease;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ledger.TransferKey;
import com.ovok.upload.source.Source;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One file becomes one document: the order of the steps, and the effect of a second delivery. */
class DocumentTransferTest {
    private final List<String> steps = new CopyOnWriteArrayList<>();

    @AutoClose
    private TransferFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new TransferFixture();
    }

    @Test
    void recordsDocumentBeforeUploadAndCompletesAfter() {
        fixture.ovok.then(noting("OVOK", response(200, Samples.entry(fixture.storage.url()))));
        fixture.storage.then(noting("S3", response(204, "")));
        fixture.transfer(Noted::new).transfer(source("", "meow"), deadline());

        assertThat(steps).containsExactly("claim", "OVOK", "reserved", "S3", "completed");
    }

    @Test
    void returnsEntryWithoutUploadOptions() {
        FileEntryDto entry = transferred("", "meow");

        assertThat(entry.getId()).isEqualTo(DOCUMENT);
        assertThat(entry.getUploadOptions()).isNull();
    }

    @Test
    void returnsCompletedEntryWithoutCalls() {
        transferred("", "meow");
        FileEntryDto again = fixture.transfer().transfer(source("", "meow"), deadline());

        assertThat(again.getId()).isEqualTo(DOCUMENT);
        assertThat(fixture.ovok.requests()).hasSize(1);
        assertThat(fixture.storage.requests()).hasSize(1);
        assertThat(fixture.lines("transfer"))
                .last()
                .satisfies(line -> assertThat(line.path("outcome").asText()).isEqualTo("repeated"));
    }

    @Test
    void replacesFileForLaterVersion() {
        transferred("01", "meow");
        transferred("02", "purr");

        assertThat(fixture.ovok.requests())
                .extracting(Request::line)
                .containsExactly("POST /documentdev HTTP/1.1", "POST /document/" + DOCUMENT + " HTTP/1.1");
        assertThat(fixture.storage.requests())
                .last()
                .satisfies(form -> assertThat(form.text()).contains("purr"));
    }

    @Test
    void returnsLaterDocumentForEarlierVersion() {
        transferred("02", "purr");
        FileEntryDto late = fixture.transfer().transfer(source("01", "meow"), deadline());

        assertThat(late.getId()).isEqualTo(DOCUMENT);
        assertThat(fixture.storage.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"3, 3", "5, 5", "60, 5"})
    void retriesBusyFileByEndOfLease(int leaseSeconds, int pauseSeconds) {
        fixture.ledger.claim(new TransferKey(TransferFixture.SOURCE, ""), Duration.ofSeconds(leaseSeconds));
        UploadException failure = failure(deadline());

        assertThat(failure.problem()).isEqualTo(Problem.BUSY);
        assertThat(((UploadException.Unavailable) failure).retryAfter()).contains(Duration.ofSeconds(pauseSeconds));
        assertThat(fixture.ovok.requests()).isEmpty();
    }

    @Test
    void rejectsReusedKey() {
        fixture.ledger.claim(new TransferKey(TransferFixture.SOURCE, "", "another"), TransferFixture.LEASE);

        assertThat(failure(deadline()).problem()).isEqualTo(Problem.IDEMPOTENCY_KEY_REUSED);
    }

    @Test
    void claimsNothingWithoutTime() {
        assertThat(failure(Deadline.in(Duration.ZERO, fixture.clock)).problem()).isEqualTo(Problem.DEADLINE);

        assertThat(fixture.claim("")).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void reportsPossibleOrphanOfUnansweredCreation() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(1);
        fixture.ovok.then(stallAfter("", left));

        assertThat(failure(Deadline.in(Duration.ofMillis(300), InstantSource.system()))
                        .problem())
                .isEqualTo(Problem.DEADLINE);
        left.await();
        assertThat(fixture.orphans()).containsExactly("unknown");
        assertThat(fixture.claim("")).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void reportsNoOrphanBeforeCreation() {
        Source slow = mock();
        when(slow.id()).thenReturn(TransferFixture.SOURCE);
        when(slow.sequencer()).thenReturn(Sequencer.NONE);
        when(slow.upload()).thenReturn(Sequencer.NONE);
        when(slow.fingerprint()).thenReturn("");
        when(slow.open(any())).thenThrow(new UploadException.Unavailable(Problem.DEADLINE, "Too late.", null));
        when(slow.object()).thenReturn(Optional.empty());

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> fixture.transfer().transfer(slow, deadline()));
        assertThat(fixture.orphans()).isEmpty();
    }

    @Test
    void resumesDocumentAfterFailedUpload() {
        fixture.documentAwaited().storage.otherwise(response(503, ""));
        failure(deadline());
        fixture.storage.otherwise(response(204, ""));
        fixture.documentAwaited().transfer().transfer(source("", "meow"), deadline());

        assertThat(fixture.ovok.requests())
                .extracting(Request::line)
                .containsExactly("POST /documentdev HTTP/1.1", "POST /document/" + DOCUMENT + " HTTP/1.1");
    }

    @Test
    void replacesDeletedDocument() {
        fixture.ledger.recordDocument(fixture.held("").lease(), "gone");
        fixture.clock.advance(TransferFixture.LEASE);
        fixture.ovok.then(response(404, "{}"));
        transferred("", "meow");

        assertThat(fixture.ovok.requests())
                .extracting(Request::line)
                .containsExactly("POST /document/gone HTTP/1.1", "POST /documentdev HTTP/1.1");
    }

    @Test
    void reportsPossibleOrphanWhenReplacementIsLost() {
        fixture.ledger.recordDocument(fixture.held("").lease(), "gone");
        fixture.clock.advance(TransferFixture.LEASE);
        fixture.ovok.then(response(404, "{}"));
        fixture.ovok.then(response(500, "{}"));

        assertThat(failure(deadline()).problem()).isEqualTo(Problem.OVOK_FAULT);
        assertThat(fixture.orphans()).containsExactly("unknown");
        assertThat(fixture.claim("")).isInstanceOf(Claim.Fresh.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{\"url\":\"https://s3.example.com/b\",\"fields\":{\"policy\":\"none\"}}"})
    void resumesDocumentWithoutUsableForm(String uploadOptions) {
        fixture.ovok.then(response(200, "{\"id\":\"" + DOCUMENT + "\",\"uploadOptions\":" + uploadOptions + "}"));
        assertThat(failure(deadline()).problem()).isEqualTo(Problem.OVOK_FAULT);
        transferred("", "meow");

        assertThat(fixture.ovok.requests())
                .extracting(Request::line)
                .containsExactly("POST /documentdev HTTP/1.1", "POST /document/" + DOCUMENT + " HTTP/1.1");
        assertThat(fixture.orphans()).isEmpty();
    }

    @Test
    void transfersEarlierVersionAfterRejectedLaterOne() {
        fixture.ovok.then(response(422, "{\"statusCode\":422,\"message\":\"no such type\"}"));
        assertThat(catchThrowableOfType(
                                UploadException.class,
                                () -> fixture.transfer().transfer(source("02", "purr"), deadline()))
                        .problem())
                .isEqualTo(Problem.NOT_ACCEPTED);

        assertThat(transferred("01", "meow").getId()).isEqualTo(DOCUMENT);
    }

    @Test
    void deletesUnrecordedDocumentBeforeUpload() {
        fixture.documentAwaited().ovok.then(response(200, "{\"message\":\"Document deleted\"}"));
        UploadException failure = failure(fixture.transfer(Forgetful::new), deadline());

        assertThat(failure.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(fixture.ovok.requests())
                .extracting(Request::line)
                .last()
                .isEqualTo("DELETE /document/" + DOCUMENT + " HTTP/1.1");
        assertThat(fixture.storage.requests()).isEmpty();
        assertThat(fixture.orphans()).isEmpty();
    }

    @Test
    void reportsPossibleOrphanOfLostAttempt() {
        fixture.claim("");
        fixture.clock.advance(TransferFixture.LEASE);
        transferred("", "meow");

        assertThat(fixture.orphans()).containsExactly("unknown");
    }

    @Test
    void rejectsLoopBeforeUpload() {
        fixture.ovok.then(response(200, Samples.entry(fixture.storage.url()).replace("/ovok-documents", "/inbox")));

        assertThat(failure(deadline()).problem()).isEqualTo(Problem.LOOP);
        assertThat(fixture.storage.requests()).isEmpty();
    }

    private FileEntryDto transferred(String sequencer, String text) {
        return fixture.documentAwaited().fileTaken().transfer().transfer(source(sequencer, text), deadline());
    }

    private UploadException failure(Deadline deadline) {
        return failure(fixture.transfer(), deadline);
    }

    private static UploadException failure(DocumentTransfer transfer, Deadline deadline) {
        return requireNonNull(
                catchThrowableOfType(UploadException.class, () -> transfer.transfer(source("", "meow"), deadline)));
    }

    private Response noting(String step, Response response) {
        return (Socket client) -> {
            steps.add(step);
            response.give(client);
        };
    }

    /** Notes each step and delegates it. */
    private class Noted implements Ledger {
        private final Ledger ledger;

        Noted(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public Claim claim(TransferKey key, Duration lease) {
            steps.add("claim");
            return ledger.claim(key, lease);
        }

        @Override
        public void recordDocument(Lease lease, String documentId) {
            steps.add("reserved");
            ledger.recordDocument(lease, documentId);
        }

        @Override
        public void forgetDocument(Lease lease) {
            steps.add("abandoned");
            ledger.forgetDocument(lease);
        }

        @Override
        public void complete(Lease lease, FileEntryDto entry) {
            steps.add("completed");
            ledger.complete(lease, entry);
        }

        @Override
        public void release(Lease lease) {
            steps.add("release");
            ledger.release(lease);
        }

        @Override
        public void reject(Lease lease) {
            steps.add("refused");
            ledger.reject(lease);
        }
    }

    /** Fails to record documents. */
    private final class Forgetful extends Noted {
        Forgetful(Ledger ledger) {
            super(ledger);
        }

        @Override
        public void recordDocument(Lease lease, String documentId) {
            throw new UploadException.Unavailable(Problem.UNAVAILABLE, "The ledger's table did not respond.", null);
        }
    }
}
