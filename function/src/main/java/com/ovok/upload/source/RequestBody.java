package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Optional;

/** A file in the body of a request. */
public final class RequestBody implements Source, Content {
    private final String id;
    private final FileInfo file;
    private final byte[] bytes;

    /** Creates the file; {@code bytes} are not copied. */
    public RequestBody(String id, FileInfo file, byte[] bytes) {
        this.id = id;
        this.file = file;
        this.bytes = bytes;
    }

    @Override
    public String id() {
        return id;
    }

    /** An uploaded file is not an object yet. */
    @Override
    public Optional<SourceObject> object() {
        return Optional.empty();
    }

    @Override
    public Content open(Deadline deadline) {
        return this;
    }

    @Override
    public FileInfo file() {
        return file;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public Optional<String> md5() {
        return Optional.empty();
    }

    @Override
    public InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
        // Holds no resources.
    }
}
