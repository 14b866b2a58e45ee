package com.ovok.upload.transfer;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
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
import java.time.Duration;
import java.util.Optional;

/** Carries one file into OVOK: afterwards exactly one document with exactly its bytes exists. Thread-safe. */
public final class DocumentTransfer {
    /** How long the next delivery waits, at the most, before it looks again at a file that another carries. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final OvokDocuments documents;
    private final FormUploader uploader;
    private final TransferCleanup aftermath;
    private final boolean logNames;

    /**
     * A use case over these parts.
     *
     * @param logNames whether log lines may hold object keys and file names
     */
    public DocumentTransfer(Ledger ledger, OvokDocuments documents, FormUploader uploader, boolean logNames) {
        this.ledger = ledger;
        this.documents = documents;
        this.uploader = uploader;
        this.aftermath = new TransferCleanup(ledger, documents);
        this.logNames = logNames;
    }

    /**
     * Makes a document of the file, or goes on with the one that was made for it before.
     *
     * @return the document's entry, without the spent upload options
     * @throws UploadException when the file has no complete document yet
     */
    public FileEntryDto transfer(Source source, Deadline deadline) {
        TransferKey slot = new TransferKey(source.id(), source.sequencer(), source.upload(), source.fingerprint());
        return switch (ledger.claim(slot, deadline.remaining())) {
            case Claim.Completed(FileEntryDto entry) -> TransferLog.repeated(source, logNames, entry);
            case Claim.KeyReused() -> throw keyReused();
            case Claim.InProgress(Duration remaining) -> throw busy(remaining);
            case Claim.Held held -> process(source, held, deadline);
        };
    }

    /**
     * Transfers an object that an event names, after reading what the event does not say of it.
     *
     * @return the document's entry; empty if the object is not a file
     * @throws UploadException when the file has no complete document yet
     */
    public Optional<FileEntryDto> transfer(Arrival arrival, Deadline deadline) {
        try (arrival) {
            return identified(arrival, deadline).map(source -> transfer(source, deadline));
        }
    }

    private Optional<Source> identified(Arrival arrival, Deadline deadline) {
        try {
            return arrival.identify(deadline);
        } catch (RuntimeException | Error e) {
            UploadException failure = UploadException.from(e);
            TransferLog.unread(arrival.source(), logNames, failure);
            throw failure;
        }
    }

    private FileEntryDto process(Source source, Claim.Held held, Deadline deadline) {
        TransferLog progress = TransferLog.of(held, source, logNames);
        try (Content content = source.open(deadline)) {
            progress.opened(content);
            Reservation reservation = progress.reserved(resumeOrCreate(held, progress, content.file(), deadline));
            PresignedPost post = reservation.post();
            refuseLoop(source, post);
            uploader.upload(post, () -> renew(reservation, content, deadline), content, deadline);
            ledger.complete(held.lease(), reservation.entry());
            return progress.completed(reservation);
        } catch (RuntimeException | Error e) {
            UploadException failure = UploadException.from(e);
            progress.failed(failure);
            aftermath.settle(held, progress, failure, deadline);
            throw failure;
        }
    }

    /** A document that an earlier delivery made gets this file; where it is gone, or none was made, a new one is. */
    private Reservation resumeOrCreate(Claim.Held held, TransferLog progress, FileInfo file, Deadline deadline) {
        Optional<Reservation> resumed = held.pendingDocumentId().flatMap(id -> documents.resume(id, file, deadline));
        return resumed.orElseGet(() -> {
            held.pendingDocumentId().ifPresent(gone -> forget(held, progress));
            return createAndRecord(held, file, deadline);
        });
    }

    /** Otherwise nobody would look for what was made instead, where its id does not arrive. */
    private void forget(Claim.Held held, TransferLog progress) {
        ledger.forgetDocument(held.lease());
        progress.forgotten();
    }

    /** The log knows the document at once, the ledger a moment later: from then on no crash can make a second one. */
    private Reservation createAndRecord(Claim.Held held, FileInfo file, Deadline deadline) {
        Reservation reservation = create(held, file, deadline);
        TransferLog.created(held, reservation);
        try {
            ledger.recordDocument(held.lease(), reservation.documentId());
        } catch (RuntimeException | Error e) {
            UploadException failure = UploadException.from(e);
            aftermath.takeBack(held, reservation, failure, deadline);
            throw failure;
        }
        return reservation;
    }

    private Reservation create(Claim.Held held, FileInfo file, Deadline deadline) {
        try {
            return documents.create(file, deadline);
        } catch (RuntimeException | Error e) {
            UploadException failure = UploadException.from(e);
            aftermath.unanswered(held, failure);
            throw failure;
        }
    }

    private PresignedPost renew(Reservation reservation, Content content, Deadline deadline) {
        Optional<Reservation> fresh = documents.resume(reservation.documentId(), content.file(), deadline);
        return fresh.orElseThrow(() -> new UploadException.Unavailable(
                        Problem.DOCUMENT_GONE, "The document was deleted while its file was on the way.", null))
                .post();
    }

    private static void refuseLoop(Source source, PresignedPost post) {
        if (post.leadsInto(source.bucket())) {
            throw new UploadException.Misconfigured(
                    Problem.LOOP, "OVOK stores into the inbox itself: every upload would arrive again.");
        }
    }

    private static UploadException keyReused() {
        return new UploadException.Rejected(
                Problem.IDEMPOTENCY_KEY_REUSED,
                "The Idempotency-Key came before, with another request; give each request a key of its own.");
    }

    private static UploadException busy(Duration remaining) {
        return new UploadException.Unavailable(
                Problem.BUSY,
                "Another invocation carries this file.",
                remaining.compareTo(LOOK_AGAIN) < 0 ? remaining : LOOK_AGAIN,
                null);
    }
}
