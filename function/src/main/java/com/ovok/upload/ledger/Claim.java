package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import java.time.Duration;
import java.util.Optional;

/** What a claim found. */
public sealed interface Claim {

    /** The slot is ours to carry. */
    sealed interface Held extends Claim {
        Lease lease();

        /** The document that waits for the file, where one is known. */
        Optional<String> pendingDocumentId();

        /** Whether that document holds the file of an earlier version until then. */
        boolean replaces();

        /**
         * Returns whether an earlier attempt's lease expired without being released, so that it may have created a
         * document whose id was never recorded.
         */
        boolean previousAttemptLost();
    }

    /** The slot has no document. */
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

    /** The slot has a document that waits for its file. */
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
     * The slot has a document with its file.
     *
     * @param superseded whether the document has the file of a later version
     */
    record Completed(FileEntryDto entry, boolean superseded) implements Claim {}

    /** The slot was claimed before with another fingerprint. */
    record KeyReused() implements Claim {}

    /** Another carries the slot, for {@code remaining} at the most. */
    record InProgress(Duration remaining) implements Claim {}
}
