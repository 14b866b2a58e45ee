package com.ovok.upload.transfer;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.transfer.TransferFixture.DOCUMENT;
import static com.ovok.upload.transfer.TransferFixture.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.Claim.InProgress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which failures delete a document, which keep it, and what the log reports as an orphan. */
class TransferCleanupTest {
    private static final Response DELETED = response(200, "{\"message\":\"Document deleted\"}");
    private static final Response OUT_OF_ORDER = response(500, "{}");

    @AutoClose
    private TransferFixture fixture;

    private TransferCleanup cleanup;

    @BeforeEach
    void start() throws IOException {
        fixture = new TransferFixture();
        cleanup = new TransferCleanup(fixture.ledger, fixture.documents);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOO_LARGE", "STORAGE_REFUSED"})
    void deletesDocumentOfRejectedFile(Problem problem) {
        fixture.ovok.then(DELETED);
        settle(reserved(), new UploadException.Rejected(problem, "No."));

        assertThat(fixture.ovok.requests())
                .extracting(Request::line)
                .containsExactly("DELETE /document/" + DOCUMENT + " HTTP/1.1");
        assertThat(fixture.lines("document deleted")).singleElement().satisfies(line -> {
            assertThat(line.path("document").asText()).isEqualTo(DOCUMENT);
            assertThat(line.path("source").asText()).isEqualTo(SOURCE);
        });
        assertThat(fixture.orphans()).isEmpty();
    }

    @Test
    void forgetsDeletedDocument() {
        fixture.ovok.then(DELETED);
        settle(reserved(), tooLarge());

        assertThat(fixture.held("").pendingDocumentId()).isEmpty();
    }

    @Test
    void acceptsDocumentAlreadyDeleted() {
        fixture.ovok.then(response(404, "{}"));
        settle(reserved(), tooLarge());

        assertThat(fixture.lines("document deleted")).hasSize(1);
        assertThat(fixture.held("").pendingDocumentId()).isEmpty();
    }

    @Test
    void reportsOrphanIfDeletionFails() {
        fixture.ovok.then(OUT_OF_ORDER);
        UploadException failure = settle(reserved(), tooLarge());

        assertThat(fixture.orphans()).containsExactly(DOCUMENT);
        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(UploadException.Unavailable.class);
        assertThat(fixture.held("").pendingDocumentId()).contains(DOCUMENT);
    }

    @Test
    void reportsOrphanWithoutTimeToDelete() {
        settle(reserved(), tooLarge(), Deadline.in(Duration.ZERO, fixture.clock));

        assertThat(fixture.orphans()).containsExactly(DOCUMENT);
        assertThat(fixture.ovok.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TOO_LARGE", "STORAGE_REFUSED"})
    void reportsOrphanOfRejectedFile(Problem problem) {
        settle(reserved(), new UploadException.Rejected(problem, "No."));

        assertThat(fixture.orphans()).containsExactly(DOCUMENT);
        assertThat(fixture.ovok.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void keepsResumableDocument(Problem problem) {
        settle(reserved(), new UploadException.Unavailable(problem, "Later.", null));

        assertThat(fixture.held("").pendingDocumentId()).contains(DOCUMENT);
        assertThat(fixture.orphans()).isEmpty();
        assertThat(fixture.ovok.requests()).isEmpty();
    }

    @Test
    void keepsDocumentOnMisconfiguration() {
        settle(reserved(), new UploadException.Misconfigured(Problem.UPLOAD_HOST, "Mend it."));

        assertThat(fixture.held("").pendingDocumentId()).contains(DOCUMENT);
        assertThat(fixture.orphans()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"TOO_LARGE", "STORAGE_REFUSED", "SOURCE_CHANGED"})
    void keepsDocumentWithEarlierVersion(Problem problem) {
        Claim.Held first = reserved();
        fixture.ledger.complete(first.lease(), new FileEntryDto().id(DOCUMENT));
        settle(fixture.held("02"), new UploadException.Rejected(problem, "No."));

        assertThat(fixture.ovok.requests()).isEmpty();
        assertThat(fixture.orphans()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"OVOK_FAULT", "DEADLINE", "UNEXPECTED"})
    void reportsPossibleOrphanWithoutResponse(Problem problem) {
        Attempt requested = attempt(fixture.held(""));
        requested.requested();
        cleanup.settle(requested, new UploadException.Unavailable(problem, "Later.", null), deadline());

        assertThat(fixture.orphans()).containsExactly("unknown");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"OVOK_FAULT", "DEADLINE", "UNEXPECTED"})
    void reportsNoOrphanOfOtherFailures(Problem problem) {
        Attempt requested = attempt(fixture.held(""));
        requested.requested();
        cleanup.settle(requested, new UploadException.Unavailable(problem, "Later.", null), deadline());

        assertThat(fixture.log.lines()).isEmpty();
    }

    @Test
    void releasesLease() {
        settleWithoutDocument(new UploadException.Unavailable(Problem.UNAVAILABLE, "Later.", null));

        assertThat(fixture.claim("")).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void leavesLostLeaseToItsOwner() {
        fixture.ovok.then(DELETED);
        Claim.Held lost = reserved();
        fixture.clock.advance(TransferFixture.LEASE);
        fixture.held("");
        UploadException failure = settle(lost, tooLarge());

        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(UploadException.Unavailable.class);
        assertThat(fixture.claim("")).isInstanceOf(InProgress.class);
    }

    @Test
    void deletesUnrecordedDocument() {
        fixture.ovok.then(DELETED);
        cleanup.settle(created(), tooLarge(), deadline());

        assertThat(fixture.ovok.request().line()).startsWith("DELETE /document/" + DOCUMENT);
        assertThat(fixture.orphans()).isEmpty();
    }

    @Test
    void reportsOrphanIfUnrecordedDocumentStays() {
        fixture.ovok.then(OUT_OF_ORDER);
        UploadException failure = tooLarge();
        cleanup.settle(created(), failure, deadline());

        assertThat(fixture.orphans()).containsExactly(DOCUMENT);
        assertThat(failure.getSuppressed()).hasSize(1);
    }

    /** A claim whose document is recorded. */
    private Claim.Held reserved() {
        fixture.ledger.recordDocument(fixture.held("").lease(), DOCUMENT);
        fixture.clock.advance(TransferFixture.LEASE);
        return fixture.held("");
    }

    private UploadException settle(Claim.Held held, UploadException failure) {
        return settle(held, failure, deadline());
    }

    private UploadException settle(Claim.Held held, UploadException failure, Deadline deadline) {
        cleanup.settle(attempt(held), failure, deadline);
        return failure;
    }

    private void settleWithoutDocument(UploadException failure) {
        Claim.Held held = fixture.held("");
        cleanup.settle(attempt(held), failure, deadline());
        assertThat(held.pendingDocumentId()).isEqualTo(Optional.empty());
    }

    private static Attempt attempt(Claim.Held held) {
        return new Attempt(TransferFixture.source("", "meow"), held);
    }

    /** An attempt whose document is not recorded in the ledger. */
    private Attempt created() {
        Attempt created = attempt(fixture.held(""));
        created.created(DOCUMENT);
        return created;
    }

    private static UploadException tooLarge() {
        return new UploadException.Rejected(Problem.TOO_LARGE, "It is too large.");
    }
}
