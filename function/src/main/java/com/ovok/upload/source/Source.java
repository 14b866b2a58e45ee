package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.Sequencer;
import java.util.Optional;

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

    /** Returns the object that the file is; empty if it is the body of a request. */
    Optional<SourceObject> object();

    /**
     * Opens the file; the caller closes it.
     *
     * @throws com.ovok.upload.UploadException when the file cannot be had
     */
    Content open(Deadline deadline);
}
