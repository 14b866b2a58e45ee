package com.ovok.upload.transfer;

import com.ovok.upload.Deadline;
import com.ovok.upload.Log;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.ovok.Reservation;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that a failed transfer leaves no document without a file that nobody knows of.
 *
 * <p>A document that can be gone on with stays, and the ledger knows it. One whose file will never come is deleted, or
 * named in a log line {@code document orphaned}, which the template counts as a metric.
 */
final class TransferCleanup {
    /** Refused with these, S3 has not taken a byte. */
    private static final Set<Problem> NOTHING_STORED = EnumSet.of(Problem.TOO_LARGE, Problem.STORAGE_REFUSED);
    /** After these OVOK may have made a document whose id did not arrive. */
    private static final Set<Problem> UNKNOWN_DOCUMENT =
            EnumSet.of(Problem.OVOK_FAULT, Problem.DEADLINE, Problem.UNEXPECTED);

    private final Ledger ledger;
    private final OvokDocuments documents;

    TransferCleanup(Ledger ledger, OvokDocuments documents) {
        this.ledger = ledger;
        this.documents = documents;
    }

    /** Never throws: what fails here is attached to {@code failure}. */
    void settle(Claim.Held held, TransferLog progress, UploadException failure, Deadline deadline) {
        attempt(failure, () -> progress.documentId().ifPresent(document -> settle(held, document, failure, deadline)));
        attempt(failure, () -> end(held, failure));
    }

    private void end(Claim.Held held, UploadException failure) {
        if (failure instanceof UploadException.Rejected) {
            ledger.reject(held.lease());
        } else {
            ledger.release(held.lease());
        }
    }

    /** Names the document that OVOK may have made all the same. */
    void unanswered(Claim.Held held, UploadException failure) {
        if (UNKNOWN_DOCUMENT.contains(failure.problem())) {
            possibleOrphan(held);
        }
    }

    /** Removes a document that could not be written into the ledger: the next delivery makes another. */
    void takeBack(Claim.Held held, Reservation reservation, UploadException failure, Deadline deadline) {
        attempt(failure, () -> delete(held, reservation.documentId(), deadline));
    }

    private static void attempt(UploadException failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(UploadException.from(e));
        }
    }

    private void settle(Claim.Held held, String document, UploadException failure, Deadline deadline) {
        boolean hasEarlierFile = held.replaces() && held.pendingDocumentId().equals(Optional.of(document));
        boolean hopeless = failure instanceof UploadException.Rejected && !hasEarlierFile;
        if (hopeless && NOTHING_STORED.contains(failure.problem())) {
            delete(held, document, deadline);
            ledger.forgetDocument(held.lease());
        } else if (hopeless) {
            orphan(held, document);
        }
    }

    private void delete(Claim.Held held, String document, Deadline deadline) {
        try {
            documents.delete(document, deadline);
        } catch (RuntimeException | Error e) {
            orphan(held, document);
            throw e;
        }
        Log.info("document deleted", Map.of("source", id(held), "document", document));
    }

    private static void orphan(Claim.Held held, String document) {
        Log.warn("document orphaned", Map.of("source", id(held), "document", document));
    }

    /** A document may have been made for this file, before now, without its id reaching us. */
    static void possibleOrphan(Claim.Held held) {
        Log.warn("document orphaned", Map.of("source", id(held), "document", "unknown"));
    }

    private static String id(Claim.Held held) {
        return held.lease().slot().id();
    }
}
