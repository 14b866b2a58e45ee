package com.ovok.upload.results;

import com.ovok.upload.transfer.TransferResult;
import java.time.Duration;
import java.util.Optional;

/**
 * The state of a document, as stored on its object.
 *
 * @param name {@code completed} or {@code rejected}
 * @param documentId empty if there is none
 */
record ObjectState(String name, String documentId) {
    /** The longest time to write it. */
    static final Duration MOST = Duration.ofSeconds(10);

    /** Returns the state; empty if a later delivery may end differently, or the document has a later version. */
    static Optional<ObjectState> of(TransferResult result) {
        String document = result.documentId().orElse("");
        return switch (result.outcome()) {
            case COMPLETED, REPEATED -> Optional.of(new ObjectState("completed", document));
            case REJECTED -> Optional.of(new ObjectState("rejected", document));
            case UNAVAILABLE, MISCONFIGURED, SUPERSEDED -> Optional.empty();
        };
    }
}
