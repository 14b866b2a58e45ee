package com.ovok.upload.ledger;

import com.ovok.upload.Fingerprint;
import com.ovok.upload.Sequencer;

/**
 * The idempotency key of a transfer: one document is created per key.
 *
 * @param id the stable id of the file
 * @param itemId the id of the ledger's item: the id, or a separate one for a further upload of the same file
 * @param sequencer orders the versions that share a document; {@link Sequencer#NONE} if each version has its own
 * @param upload distinguishes the uploads that share an id; {@link Sequencer#NONE} if unknown or the only one
 * @param fingerprint distinguishes the claims of one id; empty if the id is sufficient
 */
public record TransferKey(String id, String itemId, Sequencer sequencer, Sequencer upload, String fingerprint) {

    /** Creates a key whose versions are ordered by {@code sequencer} and whose uploads by {@code upload}. */
    public TransferKey(String id, Sequencer sequencer, Sequencer upload, String fingerprint) {
        this(id, id, sequencer, upload, fingerprint);
    }

    /** Creates a key for all versions of a file. */
    public TransferKey(String id, String sequencer, String fingerprint) {
        this(id, Sequencer.parse(sequencer), Sequencer.NONE, fingerprint);
    }

    /** Creates a key for all versions of a file that the id alone identifies. */
    public TransferKey(String id, String sequencer) {
        this(id, sequencer, "");
    }

    /** Creates a key for a single version. */
    public static TransferKey of(String id) {
        return new TransferKey(id, "");
    }

    /** Returns the key of this upload alone, for use when another upload holds the id's key. */
    TransferKey ofThisUpload() {
        return new TransferKey(id, Fingerprint.of(id, upload.number()), sequencer, Sequencer.NONE, fingerprint);
    }
}
