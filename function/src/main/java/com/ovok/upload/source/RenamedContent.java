package com.ovok.upload.source;

import com.ovok.upload.FileInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A content whose document gets another name or visibility. For one thread. */
record RenamedContent(FileInfo file, Content content) implements Content {

    /** Opens what {@code naming} makes of the content, which is closed if that fails. */
    static Content of(Content content, UnaryOperator<FileInfo> naming) {
        try {
            return new RenamedContent(naming.apply(content.file()), content);
        } catch (RuntimeException e) {
            content.close();
            throw e;
        }
    }

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

    /** Leaves out the file's name. */
    @Override
    public String toString() {
        return "RenamedContent[" + file + "]";
    }
}
