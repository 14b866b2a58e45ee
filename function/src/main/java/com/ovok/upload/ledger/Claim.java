package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import java.time.Duration;
import java.util.Optional;

/** The outcome of a claim. */
public sealed interface Claim {

    /** This invocation holds the lease and processes the file. */
    sealed interface Held extends Claim {
        Lease lease();

        /** The document that has no file yet, or is to get a newer one; empty if none is recorded. */
        Optional<String> pendingDocumentId();

        /** Whether that document already has the file of an earlier version. */
        boolean replaces();

        /**
         * Returns whether an earlier attempt's lease expired without being released, so that it may have created a
         * document whose id was never recorded.
         */
        boolean previousAttemptLost();
    }

    /** No document is recorded. */
    record Fresh(Lease lease, boolean previousAttemptLost) implements Held {
        @Override
        public Optional<String> pendingDocumentId() {
            return Optional.empty();
        }

        @Override
        public boolean replaces() {
            return false;
        }
    }

    /** A document is recorded and needs its file. */
    record Resume(Lease lease, String documentId, boolean replaces) implements Held {
        @Override
        public Optional<String> pendingDocumentId() {
            return Optional.of(documentId);
        }

        @Override
        public boolean previousAttemptLost() {
            return false;
        }
    }

    /**
     * The document has its file.
     *
     * @param superseded whether the document has the file of a later version
     */
    record Completed(FileEntryDto entry, boolean superseded) implements Claim {}

    /** The key was claimed before with another fingerprint. */
    record KeyReused() implements Claim {}

    /** Another invocation holds the lease, for at most {@code remaining}. */
    record InProgress(Duration remaining) implements Claim {}
}
