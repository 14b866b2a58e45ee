package com.ovok.upload.post;

import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import com.ovok.upload.DialogueServer;
import com.ovok.upload.DialogueServer.Dialogue;
import com.ovok.upload.FileInfo;
import com.ovok.upload.TestTransport;
import com.ovok.upload.UploadException;
import com.ovok.upload.post.RecordRelay.Cut;
import com.ovok.upload.source.Content;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An incomplete TLS record that arrives while a form is being sent neither blocks the form nor is lost. */
@Timeout(60)
class TlsRecordCutTest {
    /** Longer than any record of the handshake. */
    private static final String LONG = "a".repeat(2000);

    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\nX-Long: " + LONG + "\r\n\r\n";
    private static final String REFUSED = "HTTP/1.1 400 Bad Request\r\nX-Long: " + LONG
            + "\r\nConnection: close\r\nContent-Length: 41\r\n\r\n<Error><Code>EntityTooLarge</Code></Error>";
    private static final String STORED = "HTTP/1.1 204 No Content\r\n\r\n";

    /** All positions within the header of the record, some within its content, and those near its end. */
    private static final List<Integer> POSITIONS =
            List.of(1, 2, 3, 4, 5, 6, 7, 20, 100, 500, 1000, 2000, -40, -34, -33, -32, -18, -17, -16, -1);

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
    @Execution(CONCURRENT)
    void resumesInterimResponseCutAtAnyByte(TestTransport transport) throws Exception {
        try (Parties parties = new Parties(transport)) {
            for (int at : POSITIONS) {
                parties.upload(parties.server.next("", HINTS, "", STORED), new Cut(HINTS, at));
            }
            assertThat(parties.server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PLAIN")
    @Execution(CONCURRENT)
    void resumesEarlyResponseCutAtAnyByte(TestTransport transport) throws Exception {
        try (Parties parties = new Parties(transport)) {
            for (int at : POSITIONS) {
                Dialogue dialogue = parties.server.next("", REFUSED).thenDrain();

                assertThatExceptionOfType(UploadException.Rejected.class)
                        .isThrownBy(() -> parties.upload(dialogue, new Cut(REFUSED, at)))
                        .withMessageContaining("400 (EntityTooLarge)");
                assertThat((long) dialogue.received().length).isLessThan(dialogue.length());
            }
        }
    }

    /** A server, a client, and a relay between them. */
    private static final class Parties implements AutoCloseable {
        private final TestTransport transport;
        private final DialogueServer server;
        private final RecordRelay relay;
        private final FormUploader uploader;

        Parties(TestTransport transport) throws Exception {
            assumeTrue(transport.isAvailable());
            this.transport = transport;
            server = new DialogueServer(transport.listen());
            relay = new RecordRelay(server.port());
            uploader = new FormUploader(transport.client(1), new AllowedUploadHosts(true, true, List.of()), once());
        }

        void upload(Dialogue dialogue, Cut cut) {
            relay.cutNext(cut);
            PresignedPost post = post(transport.url(relay.port()));
            uploader.upload(post, () -> post, new PacedContent(dialogue, cut), deadline());
        }

        @Override
        public void close() throws IOException {
            relay.close();
            server.close();
        }
    }

    /**
     * Returns the second piece of a file once the first part of the record has arrived, and the third once the rest
     * has. So the client polls for a response while its record is incomplete, and continues without the rest.
     */
    private record PacedContent(Dialogue dialogue, Cut cut) implements Content {
        @Override
        public InputStream stream() {
            return new FilterInputStream(dialogue.stream()) {
                private int pieces;

                @Override
                public int read(byte[] bytes, int from, int most) throws IOException {
                    if (pieces == 2) {
                        cut.mend();
                    }
                    int read = super.read(bytes, from, most);
                    if (pieces == 1) {
                        cut.awaitFirstPart();
                    }
                    pieces++;
                    return read;
                }
            };
        }

        @Override
        public FileInfo file() {
            return dialogue.file();
        }

        @Override
        public long length() {
            return dialogue.length();
        }

        @Override
        public Optional<String> md5() {
            return dialogue.md5();
        }

        @Override
        public void close() {
            dialogue.close();
        }
    }
}
