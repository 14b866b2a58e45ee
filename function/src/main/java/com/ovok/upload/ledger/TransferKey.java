package com.ovok.upload.ledger;

import com.ovok.upload.Fingerprint;
import com.ovok.upload.Sequencer;

/**
 * What one document is made for.
 *
 * @param id the stable id of the file
 * @param key under which the ledger keeps it: the id, or for a further upload of the same file a key of its own
 * @param sequencer orders the versions that share a document; {@link Sequencer#NONE} if each version has its own
 * @param upload tells apart the uploads that share an id; {@link Sequencer#NONE} if it is unknown or there is only one
 * @param fingerprint tells apart what claims the same id; empty if the id alone says it
 */
public record TransferKey(String id, String key, Sequencer sequencer, Sequencer upload, String fingerprint) {

    /** A slot whose versions are ordered by {@code sequencer} and whose uploads by {@code upload}. */
    public TransferKey(String id, Sequencer sequencer, Sequencer upload, String fingerprint) {
        this(id, id, sequencer, upload, fingerprint);
    }

    /** A slot for all versions of a file. */
    public TransferKey(String id, String sequencer, String fingerprint) {
        this(id, Sequencer.parse(sequencer), Sequencer.NONE, fingerprint);
    }

    /** A slot whose id stands for one file. */
    public TransferKey(String id, String sequencer) {
        this(id, sequencer, "");
    }

    /** A slot whose every claim is about the same version. */
    public static TransferKey of(String id) {
        return new TransferKey(id, "");
    }

    /** Creates the slot of this upload alone, for when another upload holds the slot of the id. */
    TransferKey ofThisUpload() {
        return new TransferKey(id, Fingerprint.of(id, upload.number()), sequencer, Sequencer.NONE, fingerprint);
    }
}
