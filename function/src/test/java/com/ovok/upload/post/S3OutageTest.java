package com.ovok.upload.post;

import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.post;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.reset;
import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.VirtualTime;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Uploads during an outage of S3, in virtual time. */
@Timeout(60)
class S3OutageTest {
    private static final int FILES = 10;

    private final VirtualTime time = new VirtualTime();
    private final Instant start = time.instant();
    private final FormUploader uploader = new FormUploader(
            new S3Http(FILES, TestTls.JDK), new AllowedUploadHosts(true, true, List.of()), RetryPolicy.standard(time));

    @AutoClose
    private WireServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
    }

    static Stream<Response> kindsOfOutage() {
        return Stream.of(
                response(503, s3Error("SlowDown", "x")),
                response(503, "<html>unavailable</html>", "Connection: close"),
                response(500, s3Error("InternalError", "x")),
                hangUpAfter(""),
                reset());
    }

    @ParameterizedTest
    @MethodSource("kindsOfOutage")
    void survivesFifteenSecondsWithTenFiles(Response outage) throws Exception {
        upAfter(Duration.ofSeconds(15), outage);

        List<Instant> ends = time.run(Collections.nCopies(FILES, () -> upload(Duration.ofSeconds(800))));

        assertThat(ends).allMatch(end -> end.isBefore(start.plusSeconds(60)));
        assertThat(s3.requests()).hasSizeBetween(2 * FILES, 5 * FILES);
    }

    @ParameterizedTest
    @MethodSource("kindsOfOutage")
    void survivesMinutesWithOneFile(Response outage) throws Exception {
        upAfter(Duration.ofMinutes(5), outage);

        List<Instant> ends = time.run(List.of(() -> upload(Duration.ofSeconds(800))));

        assertThat(ends).allMatch(end -> end.isBefore(start.plusSeconds(330)));
    }

    @Test
    void limitsWaitOfShortRequests() throws Exception {
        s3.otherwise(response(503, s3Error("SlowDown", "x")));

        time.run(List.of(() -> assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> upload(Duration.ofSeconds(26)))));

        assertThat(time.instant()).isBetween(start.plusSeconds(12), start.plusSeconds(14));
    }

    private void upAfter(Duration outage, Response down) {
        Response up = response(204, "");
        s3.otherwise(client -> (time.instant().isBefore(start.plus(outage)) ? down : up).give(client));
    }

    private Instant upload(Duration left) {
        PresignedPost post = post(s3.url().resolve("/ovok-documents"));
        uploader.upload(post, () -> post, content("meow"), Deadline.in(left, time));
        return time.instant();
    }
}
