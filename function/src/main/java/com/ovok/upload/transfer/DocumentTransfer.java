package com.ovok.upload.transfer;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Log;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ledger.TransferKey;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.ovok.Reservation;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.post.PresignedPost;
import com.ovok.upload.source.Arrival;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Source;
import com.ovok.upload.source.SourceObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Transfers a file into OVOK, so that exactly one document with exactly its bytes exists. Thread-safe. */
public final class DocumentTransfer {
    /** The longest delay before a file that another invocation transfers is retried. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final OvokDocuments documents;
    private final FormUploader uploader;
    private final TransferCleanup cleanup;
    private final TransferListeners listeners;

    /**
     * Creates the use case.
     *
     * @param listeners called in their order with the result of each transfer
     */
    public DocumentTransfer(
            Ledger ledger, OvokDocuments documents, FormUploader uploader, List<TransferListener> listeners) {
        this.ledger = ledger;
        this.documents = documents;
        this.uploader = uploader;
        this.cleanup = new TransferCleanup(ledger, documents);
        this.listeners = new TransferListeners(listeners);
    }

    /**
     * Transfers the file of a request. A listener's failure is only logged: a retry of a request without an idempotency
     * key would create another document.
     *
     * @return the document's entry, without the spent upload options
     * @throws UploadException if the file has no complete document yet
     */
    public FileEntryDto transfer(Source source, Deadline deadline) {
        TransferResult result = attempt(source, deadline);
        listeners.report(result, deadline);
        return result.entryOrThrow();
    }

    /**
     * Transfers the object of an event. Reads the object first if the event does not identify it.
     *
     * @return the document's entry; empty if the object is not a file
     * @throws UploadException if the file has no complete document yet, or its result must be delivered again
     */
    public Optional<FileEntryDto> transfer(Arrival arrival, Deadline deadline) {
        try (arrival) {
            Optional<TransferResult> result = attempt(arrival, deadline);
            Optional<UploadException> undelivered = result.flatMap(ended -> listeners.report(ended, deadline));
            Optional<FileEntryDto> entry = result.map(TransferResult::entryOrThrow);
            if (undelivered.isPresent()) {
                throw undelivered.get();
            }
            return entry;
        }
    }

    private Optional<TransferResult> attempt(Arrival arrival, Deadline deadline) {
        Optional<Source> source;
        try {
            source = arrival.identify(deadline);
        } catch (RuntimeException | Error e) {
            return Optional.of(TransferResult.unidentified(arrival.source(), UploadException.from(e)));
        }
        return source.map(identified -> attempt(identified, deadline));
    }

    private TransferResult attempt(Source source, Deadline deadline) {
        TransferKey key = new TransferKey(source.id(), source.sequencer(), source.upload(), source.fingerprint());
        return switch (ledger.claim(key, deadline.remaining())) {
            case Claim.Completed(FileEntryDto entry, boolean superseded) ->
                TransferResult.completedBefore(source, superseded, entry);
            case Claim.KeyReused() -> throw keyReused();
            case Claim.InProgress(Duration remaining) -> throw busy(remaining);
            case Claim.Held claim -> attempt(source, claim, deadline);
        };
    }

    private TransferResult attempt(Source source, Claim.Held claim, Deadline deadline) {
        if (claim.previousAttemptLost()) {
            TransferCleanup.logPossibleOrphan(claim);
        }
        Attempt attempt = new Attempt(source, claim);
        try (Content content = source.open(deadline)) {
            attempt.opened(content);
            Reservation reservation = resumeOrCreate(attempt, content.file(), deadline);
            PresignedPost post = reservation.post();
            refuseLoop(source, post);
            uploader.upload(post, () -> renew(reservation, content, deadline), content, deadline);
            ledger.complete(claim.lease(), reservation.entry());
            return attempt.completed(reservation.entry());
        } catch (RuntimeException | Error e) {
            UploadException failure = UploadException.from(e);
            cleanup.settle(attempt, failure, deadline);
            return attempt.failed(failure);
        }
    }

    /** Resumes the document of an earlier attempt; creates one if there is none, or OVOK has deleted it. */
    private Reservation resumeOrCreate(Attempt attempt, FileInfo file, Deadline deadline) {
        Optional<Reservation> resumed = attempt.documentId().flatMap(id -> documents.resume(id, file, deadline));
        return resumed.orElseGet(() -> {
            attempt.documentId().ifPresent(deleted -> forget(attempt));
            return createAndRecord(attempt, file, deadline);
        });
    }

    /** Prevents the next attempt from resuming the deleted document if the id of its successor does not arrive. */
    private void forget(Attempt attempt) {
        ledger.forgetDocument(attempt.claim().lease());
        attempt.forgotten();
    }

    /** Logs the id before it is recorded. A crash after that resumes this document and creates no second one. */
    private Reservation createAndRecord(Attempt attempt, FileInfo file, Deadline deadline) {
        attempt.requested();
        Reservation reservation = documents.create(file, deadline);
        String id = reservation.documentId();
        attempt.created(id);
        Log.info(
                "document created",
                Map.of("source", attempt.claim().lease().key().id(), "document", id));
        ledger.recordDocument(attempt.claim().lease(), id);
        attempt.recorded();
        return reservation;
    }

    private PresignedPost renew(Reservation reservation, Content content, Deadline deadline) {
        Optional<Reservation> fresh = documents.resume(reservation.documentId(), content.file(), deadline);
        return fresh.orElseThrow(() -> new UploadException.Unavailable(
                        Problem.DOCUMENT_GONE, "The document was deleted during the upload of its file.", null))
                .post();
    }

    private static void refuseLoop(Source source, PresignedPost post) {
        if (source.object().map(SourceObject::bucket).filter(post::leadsInto).isPresent()) {
            throw new UploadException.Misconfigured(
                    Problem.LOOP,
                    "OVOK stores its files in the inbox bucket, so each upload would cause another event. Use "
                            + "another inbox.");
        }
    }

    private static UploadException keyReused() {
        return new UploadException.Rejected(
                Problem.IDEMPOTENCY_KEY_REUSED,
                "An earlier request with this Idempotency-Key was different. Use a new key for each request.");
    }

    private static UploadException busy(Duration remaining) {
        return new UploadException.Unavailable(
                Problem.BUSY,
                "Another invocation is transferring this file.",
                remaining.compareTo(LOOK_AGAIN) < 0 ? remaining : LOOK_AGAIN,
                null);
    }
}
