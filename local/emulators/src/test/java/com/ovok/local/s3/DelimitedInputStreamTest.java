package com.ovok.local.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedInputStreamTest {
    private static final String DELIMITER = "\r\n--boundary";

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\r", "\r\n", "\r\n-", "\r\n--boundar", "\r\r\n--boundar\r\n--"})
    void endsBeforeDelimiter(String content) throws IOException {
        for (int chunk = 1; chunk < 20; chunk++) {
            var stream = new DelimitedInputStream(chunked(content + DELIMITER + "--\r\n", chunk), DELIMITER);
            assertThat(new String(stream.readAllBytes(), ISO_8859_1)).isEqualTo(content);
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(new String(stream.rest().readAllBytes(), ISO_8859_1)).isEqualTo("--\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, 65_536 - 12, 200_000})
    void findsDelimiterAcrossBufferEdge(int size) throws IOException {
        String content = "x".repeat(size);
        var stream = new DelimitedInputStream(chunked(content + DELIMITER, 50_000), DELIMITER);
        assertThat(new String(stream.readAllBytes(), ISO_8859_1)).isEqualTo(content);
    }

    @Test
    void failsIfInputEndsFirst() {
        var stream = new DelimitedInputStream(chunked("content\r\n--bound", 5), DELIMITER);
        assertThatExceptionOfType(EOFException.class).isThrownBy(stream::readAllBytes);
    }

    private static InputStream chunked(String text, int size) {
        return new ByteArrayInputStream(text.getBytes(ISO_8859_1)) {
            @Override
            public synchronized int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, size));
            }
        };
    }
}
