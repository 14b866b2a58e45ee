package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.Sequencer;
import java.util.Optional;

/** A file to transfer, identified before it is read. */
public interface Source {

    /** Returns an id that is the same for every delivery of the same file, and safe to log. */
    String id();

    /** Returns a fingerprint of what the id stands for; empty if the id is sufficient. */
    default String fingerprint() {
        return "";
    }

    /** Orders the versions of a file that share one id; {@link Sequencer#NONE} if each version has its own. */
    default Sequencer sequencer() {
        return Sequencer.NONE;
    }

    /** Distinguishes the uploads of the same file; {@link Sequencer#NONE} if unknown or the only one. */
    default Sequencer upload() {
        return Sequencer.NONE;
    }

    /** Returns the file's object in S3; empty if the file is the body of a request. */
    Optional<SourceObject> object();

    /** Returns whether a request named the file, and not an event: its object is only read. */
    default boolean isRequested() {
        return false;
    }

    /**
     * Opens the file; the caller closes it.
     *
     * @throws com.ovok.upload.UploadException if the file cannot be read
     */
    Content open(Deadline deadline);
}
