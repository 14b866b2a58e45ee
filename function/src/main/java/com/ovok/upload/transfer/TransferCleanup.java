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
import java.util.Optional;
import java.util.Set;

/**
 * Cleans up after a failed attempt. A document whose upload can be resumed stays in the ledger; any other is deleted or
 * logged as {@code document orphaned}, which the template counts as a metric.
 */
final class TransferCleanup {
    /** After these problems S3 has stored nothing. */
    private static final Set<Problem> NOTHING_STORED = EnumSet.of(Problem.TOO_LARGE, Problem.STORAGE_REFUSED);
    /** After these problems OVOK may have created a document whose id did not arrive. */
    private static final Set<Problem> UNKNOWN_DOCUMENT =
            EnumSet.of(Problem.OVOK_FAULT, Problem.DEADLINE, Problem.UNEXPECTED);

    private final Ledger ledger;
    private final OvokDocuments documents;

    TransferCleanup(Ledger ledger, OvokDocuments documents) {
        this.ledger = ledger;
        this.documents = documents;
    }

    /** Never throws: its own failures are added to {@code failure} as suppressed exceptions. */
    void settle(Attempt attempt, UploadException failure, Deadline deadline) {
        run(failure, () -> settleDocument(attempt, failure, deadline));
        run(failure, () -> endLease(attempt.claim(), failure));
    }

    private static void run(UploadException failure, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            failure.addSuppressed(UploadException.from(e));
        }
    }

    private void settleDocument(Attempt attempt, UploadException failure, Deadline deadline) {
        switch (attempt.stage()) {
            case CLAIMED -> {}
            case REQUESTED -> {
                if (UNKNOWN_DOCUMENT.contains(failure.problem())) {
                    logPossibleOrphan(attempt.claim());
                }
            }
            case CREATED -> delete(attempt, deadline);
            case RECORDED -> settleRecorded(attempt, failure, deadline);
        }
    }

    /** Deletes or logs a document that can never get its file. */
    private void settleRecorded(Attempt attempt, UploadException failure, Deadline deadline) {
        Claim.Held claim = attempt.claim();
        boolean hasEarlierFile = claim.replaces() && claim.pendingDocumentId().equals(attempt.documentId());
        boolean hopeless = failure instanceof UploadException.Rejected && !hasEarlierFile;
        if (hopeless && NOTHING_STORED.contains(failure.problem())) {
            delete(attempt, deadline);
            ledger.forgetDocument(claim.lease());
        } else if (hopeless) {
            logOrphan(claim, attempt.documentId());
        }
    }

    private void delete(Attempt attempt, Deadline deadline) {
        String document = attempt.documentId().orElseThrow();
        try {
            documents.delete(document, deadline);
        } catch (RuntimeException | Error e) {
            logOrphan(attempt.claim(), attempt.documentId());
            throw e;
        }
        Log.info("document deleted", Map.of("source", id(attempt.claim()), "document", document));
    }

    private void endLease(Claim.Held claim, UploadException failure) {
        if (failure instanceof UploadException.Rejected) {
            ledger.reject(claim.lease());
        } else {
            ledger.release(claim.lease());
        }
    }

    /** Logs that OVOK may have created a document for this file whose id did not arrive. */
    static void logPossibleOrphan(Claim.Held claim) {
        logOrphan(claim, Optional.empty());
    }

    private static void logOrphan(Claim.Held claim, Optional<String> document) {
        Log.warn("document orphaned", Map.of("source", id(claim), "document", document.orElse("unknown")));
    }

    private static String id(Claim.Held claim) {
        return claim.lease().key().id();
    }
}
