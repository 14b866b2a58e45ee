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
    }

    /**
     * The slot has no document.
     *
     * @param previousAttemptLost whether an earlier claim ended without a word: it may have made a document that nobody
     *     knows
     */
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
    }

    /** The slot has a document with its file. */
    record Completed(FileEntryDto entry) implements Claim {}

    /** The slot was claimed before with another fingerprint. */
    record KeyReused() implements Claim {}

    /** Another carries the slot, for {@code remaining} at the most. */
    record InProgress(Duration remaining) implements Claim {}
}
