package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.Sequencer;

/** A file on its way, known by an id before a byte of it is read. */
public interface Source {

    /** The same for every delivery of the same file, and safe to log. */
    String id();

    /** Tells what one id stands for from all else that it could; empty where the id alone says it. */
    default String fingerprint() {
        return "";
    }

    /** Orders the versions of a file that share one id; {@link Sequencer#NONE} if each version has its own. */
    default Sequencer sequencer() {
        return Sequencer.NONE;
    }

    /** Tells apart the uploads of the same file; {@link Sequencer#NONE} if it is unknown or there is only one. */
    default Sequencer upload() {
        return Sequencer.NONE;
    }

    /** The bucket that the file lies in; empty where it lies in none. */
    String bucket();

    /** The key under which it lies there; may be about a patient, and is logged on request alone. */
    String key();

    /**
     * Opens the file; the caller closes it.
     *
     * @throws com.ovok.upload.UploadException when the file cannot be had
     */
    Content open(Deadline deadline);
}
