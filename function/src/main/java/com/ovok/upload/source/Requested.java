package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A file under the id of the request instead of its own.
 *
 * @param naming applies the request's name and visibility to the file's own
 */
public record Requested(String id, String fingerprint, Source file, UnaryOperator<FileInfo> naming) implements Source {

    @Override
    public Optional<SourceObject> object() {
        return file.object();
    }

    @Override
    public boolean isRequested() {
        return true;
    }

    @Override
    public Content open(Deadline deadline) {
        return RenamedContent.of(file.open(deadline), naming);
    }

    /** Shows the id only. */
    @Override
    public String toString() {
        return "Requested[" + id + "]";
    }
}
