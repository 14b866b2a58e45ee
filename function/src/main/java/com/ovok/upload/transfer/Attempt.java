package com.ovok.upload.transfer;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.UploadException;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One attempt to transfer a file: its claim and its progress. Not thread-safe. */
final class Attempt {
    private final Source source;
    private final Claim.Held claim;
    private final Instant started = Instant.now();
    private Stage stage;
    private Optional<String> documentId;
    private Optional<Content> content = Optional.empty();

    /** What exists at OVOK and in the ledger. */
    enum Stage {
        /** No document. */
        CLAIMED,
        /** OVOK may have created a document whose id has not arrived. */
        REQUESTED,
        /** A document that is not recorded in the ledger. */
        CREATED,
        /** A document that is recorded in the ledger. */
        RECORDED
    }

    Attempt(Source source, Claim.Held claim) {
        this.source = source;
        this.claim = claim;
        documentId = claim.pendingDocumentId();
        stage = documentId.isPresent() ? Stage.RECORDED : Stage.CLAIMED;
    }

    Claim.Held claim() {
        return claim;
    }

    Stage stage() {
        return stage;
    }

    /** Returns the document of the file; empty if none is known. */
    Optional<String> documentId() {
        return documentId;
    }

    void opened(Content opened) {
        content = Optional.of(opened);
    }

    /** Called after the document was removed from the ledger, because OVOK had deleted it. */
    void forgotten() {
        stage = Stage.CLAIMED;
        documentId = Optional.empty();
    }

    void requested() {
        stage = Stage.REQUESTED;
    }

    void created(String id) {
        stage = Stage.CREATED;
        documentId = Optional.of(id);
    }

    void recorded() {
        stage = Stage.RECORDED;
    }

    TransferResult completed(FileEntryDto entry) {
        return result(Outcome.COMPLETED, Optional.of(entry), Optional.empty());
    }

    TransferResult failed(UploadException failure) {
        return result(Outcome.of(failure), Optional.empty(), Optional.of(failure));
    }

    private TransferResult result(Outcome outcome, Optional<FileEntryDto> entry, Optional<UploadException> failure) {
        return new TransferResult(
                source,
                outcome,
                content,
                documentId,
                claim.pendingDocumentId().isPresent(),
                entry,
                failure,
                Duration.between(started, Instant.now()));
    }
}
