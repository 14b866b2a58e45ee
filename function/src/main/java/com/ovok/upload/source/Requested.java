package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import java.io.IOException;
import java.io.InputStream;
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
    public Content open(Deadline deadline) {
        Content content = file.open(deadline);
        try {
            return new Named(naming.apply(content.file()), content);
        } catch (RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** Shows the id only. */
    @Override
    public String toString() {
        return "Requested[" + id + "]";
    }

    private record Named(FileInfo file, Content content) implements Content {
        @Override
        public long length() {
            return content.length();
        }

        @Override
        public Optional<String> md5() {
            return content.md5();
        }

        @Override
        public Optional<SourceObject> object() {
            return content.object();
        }

        @Override
        public InputStream stream() throws IOException {
            return content.stream();
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
