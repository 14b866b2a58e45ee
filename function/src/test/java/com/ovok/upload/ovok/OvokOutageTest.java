package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.CAT;
import static com.ovok.upload.Samples.entry;
import static com.ovok.upload.Samples.token;
import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Deadline;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.VirtualTime;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ovok.OvokDocuments.Path;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of OVOK during an outage, in virtual time. */
@Timeout(60)
class OvokOutageTest {
    private static final int FILES = 10;

    private final VirtualTime time = new VirtualTime();
    private final Instant start = time.instant();

    @AutoClose
    private WireServer ovok;

    @BeforeEach
    void start() throws IOException {
        ovok = new WireServer();
    }

    @ParameterizedTest
    @CsvSource({"503, X-Other: 1", "429, X-Other: 1", "429, Retry-After: 7", "503, Retry-After: 2"})
    void createsOneDocumentPerFileAfterOutage(int status, String header) throws Exception {
        OvokDocuments documents = new OvokDocuments(
                new OvokClient(ovok.url(), TestTls.JDK), Path.DOCUMENTDEV, token(), RetryPolicy.standard(time));
        AtomicInteger created = new AtomicInteger();
        Response busy = response(status, "{}", header);
        Response made = response(200, entry(ovok.url()));
        ovok.otherwise(client -> {
            boolean down = time.instant().isBefore(start.plusSeconds(60));
            created.addAndGet(down ? 0 : 1);
            (down ? busy : made).give(client);
        });

        List<Instant> ends = time.run(Collections.nCopies(FILES, () -> {
            documents.create(CAT, Deadline.in(Duration.ofSeconds(800), time));
            return time.instant();
        }));

        assertThat(created).hasValue(FILES);
        assertThat(ends).allMatch(end -> end.isBefore(start.plusSeconds(100)));
        assertThat(ovok.requests()).hasSizeBetween(2 * FILES, 6 * FILES);
    }
}
