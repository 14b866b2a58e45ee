package com.ovok.upload.source;

import com.ovok.upload.FileInfo;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The content of a file whose length and media type are known. For one thread. */
public interface Content extends Closeable {

    FileInfo file();

    /** In bytes. */
    long length();

    /** The MD5 digest of the whole content in hexadecimal digits, where it is known beforehand. */
    Optional<String> md5();

    /** Returns the version of the object that is read; empty if the file is not an object. */
    default Optional<SourceObject> object() {
        return Optional.empty();
    }

    /** Gives the content from its first byte, again at every call; the stream of an earlier call is then spent. */
    InputStream stream() throws IOException;

    @Override
    void close();
}
