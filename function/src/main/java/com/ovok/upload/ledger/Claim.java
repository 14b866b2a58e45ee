package com.ovok.upload.ledger;

import com.ovok.client.model.FileEntryDto;
import java.time.Duration;

/** What a claim found. */
public sealed interface Claim {

    /**
     * The slot has no document.
     *
     * @param triedBefore whether an earlier claim ended without a word: it may have made a document that nobody knows
     */
    record Fresh(Lease lease, boolean triedBefore) implements Claim {}

    /**
     * The slot has a document that waits for its file.
     *
     * @param replaces whether the document holds the file of an earlier version until then
     */
    record Resume(Lease lease, String documentId, boolean replaces) implements Claim {}

    /** The slot has a document with its file. */
    record Done(FileEntryDto entry) implements Claim {}

    /** Another carries the slot, for {@code remaining} at the most. */
    record Busy(Duration remaining) implements Claim {}
}
