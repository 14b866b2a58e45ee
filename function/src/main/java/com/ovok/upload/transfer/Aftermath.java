package com.ovok.upload.transfer;

import com.ovok.upload.Deadline;
import com.ovok.upload.Log;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ovok.OvokDocuments;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Sees to it that a failed transfer leaves no document without a file that nobody knows of.
 *
 * <p>A document that can be gone on with stays, and the ledger knows it. One whose file will never come is deleted, or
 * named in a log line {@code orphan}, which the template counts as a metric.
 */
final class Aftermath {
    /** Refused with these, S3 has not taken a byte. */
    private static final Set<Problem> NOTHING_STORED = EnumSet.of(Problem.TOO_LARGE, Problem.STORAGE_REFUSED);
    /** After these OVOK may have made a document whose id did not arrive. */
    private static final Set<Problem> UNKNOWN_DOCUMENT = EnumSet.of(Problem.OVOK_FAULT, Problem.DEADLINE);

    private final Ledger ledger;
    private final OvokDocuments documents;

    Aftermath(Ledger ledger, OvokDocuments documents) {
        this.ledger = ledger;
        this.documents = documents;
    }

    /** Never throws: what fails here is attached to {@code failure}. */
    void settle(Claim.Held held, Progress progress, UploadException failure, Deadline deadline) {
        try {
            if (progress.documentId().isPresent()) {
                settle(held, progress.documentId().get(), failure, deadline);
            } else if (UNKNOWN_DOCUMENT.contains(failure.problem())) {
                possibleOrphan(held);
            }
            ledger.release(held.lease());
        } catch (UploadException e) {
            failure.addSuppressed(e);
        }
    }

    private void settle(Claim.Held held, String documentId, UploadException failure, Deadline deadline) {
        boolean hopeless = failure instanceof UploadException.Rejected && !held.replaces();
        if (hopeless && NOTHING_STORED.contains(failure.problem())) {
            delete(held, documentId, deadline);
        } else if (hopeless) {
            orphan(held, documentId);
        }
    }

    private void delete(Claim.Held held, String documentId, Deadline deadline) {
        try {
            documents.delete(documentId, deadline);
            ledger.abandoned(held.lease());
            Log.info("deleted", Map.of("source", id(held), "document", documentId));
        } catch (UploadException e) {
            orphan(held, documentId);
            throw e;
        }
    }

    private static void orphan(Claim.Held held, String documentId) {
        Log.warn("orphan", Map.of("source", id(held), "document", documentId));
    }

    /** A document may have been made for this file, before now, without its id reaching us. */
    static void possibleOrphan(Claim.Held held) {
        Log.warn("orphan", Map.of("source", id(held), "document", "unknown"));
    }

    private static String id(Claim.Held held) {
        return held.lease().slot().id();
    }
}
