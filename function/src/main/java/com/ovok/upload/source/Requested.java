package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import java.util.function.UnaryOperator;

/**
 * A file that a request asks for: it goes by the request's id instead of its own.
 *
 * @param naming what the request makes of the file's own name and visibility
 */
public record Requested(String id, String fingerprint, Source file, UnaryOperator<FileInfo> naming) implements Source {

    @Override
    public String bucket() {
        return file.bucket();
    }

    @Override
    public String key() {
        return file.key();
    }

    @Override
    public Content open(Deadline deadline) {
        return RenamedContent.of(file.open(deadline), naming);
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "Requested[" + id + "]";
    }
}
