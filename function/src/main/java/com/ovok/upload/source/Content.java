package com.ovok.upload.source;

import com.ovok.upload.FileInfo;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The content of a file, with its length and media type. Not thread-safe. */
public interface Content extends Closeable {

    FileInfo file();

    /** Returns the length in bytes. */
    long length();

    /** Returns the MD5 digest in hexadecimal digits; empty if it is unknown before the content is read. */
    Optional<String> md5();

    /** Returns the version of the object that is read; empty if the file is not in S3. */
    default Optional<SourceObject> object() {
        return Optional.empty();
    }

    /** Opens the content at its first byte; invalidates the stream of an earlier call. */
    InputStream stream() throws IOException;

    @Override
    void close();
}
