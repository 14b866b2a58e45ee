package com.ovok.upload.source;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.endless;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.literal;
import static com.ovok.upload.WireServer.reset;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.ovok.upload.Deadline;
import com.ovok.upload.LogCapture;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of S3's error responses to the read of an object. */
@Timeout(60)
class S3ObjectReaderTest {
    @AutoClose
    private Inbox inbox;

    @BeforeEach
    void start() throws IOException {
        inbox = new Inbox();
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey,             Rejected,      SOURCE_NOT_FOUND",
        "404, NoSuchVersion,         Rejected,      SOURCE_NOT_FOUND",
        "404, NoSuchBucket,          Rejected,      SOURCE_NOT_FOUND",
        "405, MethodNotAllowed,      Rejected,      SOURCE_NOT_FOUND",
        "412, PreconditionFailed,    Rejected,      SOURCE_CHANGED",
        "500, InternalError,         Unavailable,   UNAVAILABLE",
        "503, SlowDown,              Unavailable,   UNAVAILABLE",
        "429, TooManyRequests,       Unavailable,   UNAVAILABLE",
        "400, RequestTimeout,        Unavailable,   UNAVAILABLE",
        "400, ThrottlingException,   Unavailable,   UNAVAILABLE",
        "400, KMS.ThrottlingException, Unavailable, UNAVAILABLE",
        "408, RequestTimeout,        Unavailable,   UNAVAILABLE",
        "409, OperationAborted,      Unavailable,   UNAVAILABLE",
        "425, TooEarly,              Unavailable,   UNAVAILABLE",
        "400, KMS.DisabledException, Misconfigured, SOURCE_DENIED",
        "403, InvalidObjectState,    Rejected,      SOURCE_ARCHIVED",
        "400, InvalidRequest,        Misconfigured, SOURCE_DENIED",
        "403, AccessDenied,          Misconfigured, SOURCE_DENIED",
        "403, SignatureDoesNotMatch, Misconfigured, SOURCE_DENIED",
        "400, AuthorizationHeaderMalformed, Misconfigured, SOURCE_DENIED",
        "301, PermanentRedirect,     Misconfigured, SOURCE_DENIED"
    })
    void classifiesErrors(int status, String code, String kind, Problem problem) {
        inbox.s3.then(response(status, s3Error(code, "quotes the key")), response(200, "meow"));
        UploadException refused = refusal();

        assertThat(refused.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(refused.problem()).isEqualTo(problem);
        assertThat(refused).hasMessageContaining("S3 returned " + status + " (" + code + ")");
        inbox.open().close();
    }

    @ParameterizedTest
    @CsvSource({
        "<StorageClass>GLACIER</StorageClass>, archived (GLACIER)",
        "<StorageClass>DEEP_ARCHIVE</StorageClass>, archived (DEEP_ARCHIVE)",
        "<AccessTier>DEEP_ARCHIVE_ACCESS</AccessTier>, archived (DEEP_ARCHIVE_ACCESS)",
        "<StorageClass>INTELLIGENT_TIERING</StorageClass><AccessTier>ARCHIVE_ACCESS</AccessTier>,"
                + " archived (ARCHIVE_ACCESS)",
        "<AccessTier>ARCHIVE_ACCESS</AccessTier><StorageClass>INTELLIGENT_TIERING</StorageClass>,"
                + " archived (ARCHIVE_ACCESS)",
        "<StorageClass>quotes the key</StorageClass>, archived.",
        "'', archived."
    })
    void namesTheClassOfAnArchivedObject(String element, String named) {
        String error = s3Error("InvalidObjectState", "x").replace("<RequestId>", element + "<RequestId>");
        inbox.s3.then(response(403, error));

        assertThat(refusal()).hasMessageContaining(named).hasMessageContaining("Restore it");
    }

    @Test
    void namesAKeyOfTheClient() {
        inbox.s3.then(response(
                400,
                s3Error(
                        "InvalidRequest",
                        "The object was stored using a form of Server Side Encryption."
                                + " The correct parameters must be provided to retrieve the object.")));

        assertThat(refusal())
                .isInstanceOf(UploadException.Rejected.class)
                .hasMessageContaining("SSE-C")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.SOURCE_ENCRYPTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "Sat, 02 Jan 2027 03:04:14 GMT"})
    void keepsRetryAfter(String value) {
        inbox.s3.then(
                response(503, s3Error("SlowDown", ""), "Date: Sat, 02 Jan 2027 03:04:05 GMT", "Retry-After: " + value));

        assertThat(((UploadException.Unavailable) refusal()).retryAfter()).contains(Duration.ofSeconds(9));
    }

    @ParameterizedTest
    @CsvSource({"RequestTimeTooSkewed, 1200", "RequestTimeTooSkewed, -7200", "RequestExpired, 1000"})
    void signsByS3ClockAfterRejection(String code, int behind) {
        try (LogCapture log = new LogCapture()) {
            Instant s3Time = Instant.now().plusSeconds(behind);
            inbox.s3.then(skewed(code, s3Time), response(200, "meow"), response(200, "meow"));
            inbox.open().close();
            inbox.open().close();

            assertThat(signedTime()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
            assertThat(signedTime()).isCloseTo(s3Time, within(1, ChronoUnit.MINUTES));
            assertThat(signedTime()).as("the next read").isCloseTo(s3Time, within(1, ChronoUnit.MINUTES));
            assertThat(log.lines()).singleElement().satisfies(line -> {
                assertThat(line.path("message").asText()).isEqualTo("clock skew");
                assertThat(line.path("secondsBehind").asInt()).isBetween(behind - 20, behind + 1);
            });
        }
    }

    @Test
    void reportsClockIfS3KeepsRejecting() {
        inbox.s3.otherwise(skewed("RequestTimeTooSkewed", Instant.now().plusSeconds(1200)));

        assertThat(refusal())
                .isInstanceOf(UploadException.Unavailable.class)
                .hasMessageContaining("clock")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.CLOCK));
        assertThat(inbox.s3.requests()).hasSize(2);
    }

    @Test
    void reportsClockWithoutDate() {
        inbox.s3.otherwise(response(403, s3Error("RequestTimeTooSkewed", "x")));

        assertThat(refusal().problem()).isEqualTo(Problem.CLOCK);
        assertThat(inbox.s3.requests()).hasSize(1);
    }

    @Test
    void returnsToItsOwnClock() {
        inbox.s3.then(
                skewed("RequestTimeTooSkewed", Instant.now().plusSeconds(7200)),
                response(403, s3Error("RequestTimeTooSkewed", "x")),
                response(403, s3Error("RequestTimeTooSkewed", "x")),
                response(200, "meow"));
        assertThat(refusal().problem()).isEqualTo(Problem.CLOCK);
        inbox.open().close();

        assertThat(inbox.s3.requests()).hasSize(4);
    }

    private static WireServer.Response skewed(String code, Instant s3Time) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(s3Time.atOffset(ZoneOffset.UTC));
        return response(403, s3Error(code, "quotes the key"), "Date: " + date);
    }

    /** Returns the time of the next request's signature. */
    private Instant signedTime() {
        String date = inbox.s3.request().header("x-amz-date").orElseThrow();
        return LocalDateTime.parse(date, DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT))
                .toInstant(ZoneOffset.UTC);
    }

    @Test
    void retriesTemporaryErrors() throws IOException {
        List<Duration> pauses = new ArrayList<>();
        try (Inbox patient = new Inbox(RetryPolicy.standard(pauses::add))) {
            patient.s3.then(response(503, s3Error("SlowDown", "")), hangUpAfter(""), response(200, "meow"));
            patient.open().close();
        }

        assertThat(pauses).hasSize(2);
    }

    @Test
    void isUnavailableOnBrokenConnection() {
        inbox.s3.then(hangUpAfter(""), reset(), hangUpAfter("HTTP/"));

        for (int i = 0; i < 3; i++) {
            assertThat(refusal()).isInstanceOf(UploadException.Unavailable.class);
        }
    }

    @Test
    void limitsReadOfEndlessError() throws Exception {
        CountDownLatch clientLeft = new CountDownLatch(1);
        inbox.s3.then(endless(
                "HTTP/1.1 404 No\r\nContent-Length: 99999999999\r\n\r\n<Error><Code>NoSuchKey</Code>", clientLeft));

        assertThat(refusal()).hasMessageContaining("NoSuchKey");
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
    }

    @Test
    void readsStalledError() throws InterruptedException {
        CountDownLatch clientLeft = new CountDownLatch(1);
        inbox.s3.then(
                stallAfter("HTTP/1.1 404 No\r\nContent-Length: 99\r\n\r\n<Error><Code>NoSuchKey</Code>", clientLeft));
        Deadline soon = Deadline.in(Duration.ofMillis(1500), InstantSource.system());

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> inbox.open(null, soon))
                .withMessageContaining("404 (NoSuchKey)");
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
    }

    @Test
    void leavesSilentServerAtDeadline() throws InterruptedException {
        CountDownLatch clientLeft = new CountDownLatch(1);
        inbox.s3.then(stallAfter("HTTP/1.1 200 OK\r\n", clientLeft));
        Deadline soon = Deadline.in(Duration.ofMillis(700), InstantSource.system());

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> inbox.open(null, soon))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.DEADLINE));
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
    }

    @Test
    void sendsNothingAfterDeadline() {
        Deadline passed = Deadline.in(Duration.ZERO, () -> Instant.EPOCH);

        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(() -> inbox.open(null, passed));
        assertThat(inbox.s3.connections()).isZero();
    }

    @Test
    void rejectsObjectOfUnknownLength() {
        inbox.s3.then(
                literal("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nmeow\r\n0\r\n\r\n"),
                response(200, ""));

        assertThat(refusal()).isInstanceOf(UploadException.Unavailable.class).hasMessageContaining("length");
        inbox.open().close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-amz-meta-ovok-file-name: a%0Ab.png",
                "x-amz-meta-ovok-file-name: /",
                "x-amz-meta-ovok-file-name: .."
            })
    void releasesConnectionOfRejectedMetadata(String header) {
        inbox.s3.then(response(200, "meow", header), response(200, "meow"));

        assertThat(refusal()).isInstanceOf(UploadException.Rejected.class);
        inbox.open().close();
    }

    private UploadException refusal() {
        UploadException refusal =
                catchThrowableOfType(UploadException.class, () -> inbox.open().close());
        assertQuiet(printed(requireNonNull(refusal)));
        assertThat(printed(refusal)).doesNotContain("quotes the key");
        return refusal;
    }
}
