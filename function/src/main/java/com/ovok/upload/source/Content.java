package com.ovok.upload.source;

import com.ovok.upload.FileInfo;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The content of a file whose length and media type are known. For one thread. */
public interface Content extends Closeable {

    FileInfo file();

    /** In bytes. */
    long length();

    /** Gives the content from its first byte, again at every call; the stream of an earlier call is then spent. */
    InputStream stream() throws IOException;

    @Override
    void close();
}
