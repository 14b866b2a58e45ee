package com.ovok.local.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;

/**
 * Reads up to a delimiter at the speed of {@link String#indexOf(String)}. The fields' parser compares byte by byte,
 * which is too slow for gigabytes.
 */
final class DelimitedInputStream extends InputStream {
    private final InputStream input;
    private final String delimiter;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int contentEnd;
    private int limit;
    private boolean found;

    DelimitedInputStream(InputStream input, String delimiter) {
        this.input = input;
        this.delimiter = delimiter;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        while (position == contentEnd && !found) {
            fill();
        }
        if (position == contentEnd) {
            return -1;
        }
        int read = Math.min(length, contentEnd - position);
        System.arraycopy(buffer, position, bytes, offset, read);
        position += read;
        return read;
    }

    /** Returns the bytes after the delimiter; may be called once, after the end of this stream. */
    InputStream rest() {
        int start = contentEnd + delimiter.length();
        return new SequenceInputStream(new ByteArrayInputStream(buffer, start, limit - start), input);
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        int read = input.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            throw new EOFException("no delimiter at the end");
        }
        limit += read;
        int index = new String(buffer, 0, limit, ISO_8859_1).indexOf(delimiter);
        found = index >= 0;
        contentEnd = found ? index : Math.max(0, limit - delimiter.length() + 1);
    }
}
