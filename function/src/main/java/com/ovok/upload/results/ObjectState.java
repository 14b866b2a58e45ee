package com.ovok.upload.results;

import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.Outcome;
import com.ovok.upload.transfer.TransferResult;
import java.time.Duration;
import java.util.Optional;

/**
 * The state of a document, as stored on its object.
 *
 * @param name {@code completed} or {@code rejected}
 * @param documentId empty if there is none
 */
record ObjectState(SourceObject object, String name, String documentId) {
    /** The longest time to write it. */
    static final Duration MOST = Duration.ofSeconds(10);

    /**
     * Returns the state of an object that an event reported; empty if a later delivery may end differently, or the
     * document has a later version.
     */
    static Optional<ObjectState> of(TransferResult result) {
        String document = result.documentId().orElse("");
        return result.arrivedObject()
                .flatMap(object -> name(result.outcome()).map(name -> new ObjectState(object, name, document)));
    }

    private static Optional<String> name(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED, REPEATED -> Optional.of("completed");
            case REJECTED -> Optional.of("rejected");
            case UNAVAILABLE, MISCONFIGURED, SUPERSEDED -> Optional.empty();
        };
    }
}
