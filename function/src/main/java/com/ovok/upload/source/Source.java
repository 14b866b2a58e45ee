package com.ovok.upload.source;

import com.ovok.upload.Deadline;

/** A file on its way, known by an id before a byte of it is read. */
public interface Source {

    /** The same for every delivery of the same file, and safe to log. */
    String id();

    /**
     * Opens the file; the caller closes it.
     *
     * @throws com.ovok.upload.UploadException when the file cannot be had
     */
    Content open(Deadline deadline);
}
