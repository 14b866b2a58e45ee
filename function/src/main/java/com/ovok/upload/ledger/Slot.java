package com.ovok.upload.ledger;

import java.util.Locale;

/**
 * What one document is made for.
 *
 * @param id the stable id of the file
 * @param sequencer orders the versions that share a document; empty where each version has its own
 * @param fingerprint tells apart what claims the same id; empty where the id alone says it
 */
public record Slot(String id, String sequencer, String fingerprint) {
    private static final int SEQUENCER_LENGTH = 64;

    /** Sequencers of different lengths compare as text once the shorter ones end in zeros. */
    public Slot {
        sequencer = sequencer.toUpperCase(Locale.ROOT);
        sequencer = sequencer + "0".repeat(Math.max(0, SEQUENCER_LENGTH - sequencer.length()));
    }

    /** A slot whose id stands for one file. */
    public Slot(String id, String sequencer) {
        this(id, sequencer, "");
    }

    /** A slot whose every claim is about the same version. */
    public static Slot of(String id) {
        return new Slot(id, "");
    }
}
