package com.ovok.upload.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictResponseParserTest {
    private static final String HEAD = "HTTP/1.1 400 Bad Request\r\nX: one\r\n two\r\nContent-Length: 4\r\n\r\n";

    private final StrictResponseParser parser = new StrictResponseParser();
    private final SessionInputBuffer buffer = new SessionInputBufferImpl(8192);

    @Test
    void resumesAfterTimeoutAtAnyByte() throws Exception {
        for (int cut = 1; cut < HEAD.length(); cut++) {
            InputStream in = pieces(HEAD.substring(0, cut), HEAD.substring(cut) + "body");
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> parser.parse(buffer, in));
            ClassicHttpResponse response = requireNonNull(parser.parse(buffer, in));

            assertThat(response.getCode()).isEqualTo(400);
            assertThat(response.getFirstHeader("X").getValue()).isEqualTo("one two");
            assertThat(rest(in)).isEqualTo("body");
        }
    }

    @Test
    void acceptsBareLineFeeds() throws Exception {
        InputStream in = pieces("\r\n\nHTTP/1.1 204 No Content\nX: y\n\nrest");
        ClassicHttpResponse response = requireNonNull(parser.parse(buffer, in));

        assertThat(response.getCode()).isEqualTo(204);
        assertThat(response.getFirstHeader("X").getValue()).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"S", "HTTP:", "\0", " HTTP/1.1 200 OK\r\n\r\n", "{\"id\":1}"})
    void rejectsOtherBeginningsAtOnce(String bytes) {
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> parser.parse(buffer, pieces(bytes)));
    }

    @Test
    void rejectsTooManyLineEnds() {
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> parser.parse(buffer, pieces("\r\n".repeat(1000))));
    }

    @Test
    void rejectsTooLongHead() {
        String line = "X: " + "y".repeat(1000) + "\r\n";

        assertThatExceptionOfType(MessageConstraintException.class)
                .isThrownBy(() -> parser.parse(buffer, pieces("HTTP/1.1 200 OK\r\n" + line.repeat(70))));
    }

    @Test
    void distinguishesCutHeadFromNone() throws Exception {
        assertThat(parser.parse(buffer, InputStream.nullInputStream())).isNull();
        for (String cut : List.of("H", "HTTP/1.1 204 No Content\r\n", HEAD.substring(0, HEAD.length() - 1))) {
            StrictResponseParser fresh = new StrictResponseParser();
            assertThatExceptionOfType(ConnectionClosedException.class)
                    .isThrownBy(() -> fresh.parse(buffer, new ByteArrayInputStream(cut.getBytes(ISO_8859_1))));
        }
    }

    private String rest(InputStream in) throws IOException {
        byte[] body = new byte[4];
        int read = 0;
        while (read < body.length) {
            read += buffer.read(body, read, body.length - read, in);
        }
        return new String(body, ISO_8859_1);
    }

    /** Returns each piece in one read; the reads before and after it time out. */
    private static InputStream pieces(String... pieces) {
        Iterator<byte[]> left =
                Arrays.stream(pieces).map(piece -> piece.getBytes(ISO_8859_1)).iterator();
        return new InputStream() {
            private byte[] piece = left.next();
            private int given;

            @Override
            public int read() {
                throw new UnsupportedOperationException("The buffer reads in pieces.");
            }

            @Override
            public int read(byte[] bytes, int from, int most) throws IOException {
                if (given == piece.length) {
                    piece = left.hasNext() ? left.next() : new byte[0];
                    given = 0;
                    throw new SocketTimeoutException();
                }
                int read = Math.min(most, piece.length - given);
                System.arraycopy(piece, given, bytes, from, read);
                given += read;
                return read;
            }
        };
    }
}
