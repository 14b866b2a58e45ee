package com.ovok.upload.post;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.post;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.endless;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.reset;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of S3's error responses to a form. */
@Timeout(60)
class RefusedFormTest {
    private final FormUploader uploader =
            new FormUploader(new S3Http(2, TestTls.JDK), new AllowedUploadHosts(true, true, List.of()), once());

    @AutoClose
    private WireServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
    }

    @ParameterizedTest
    @CsvSource({
        "400, EntityTooLarge,           TOO_LARGE",
        "400, EntityTooSmall,           TOO_LARGE",
        "400, MalformedPOSTRequest,     STORAGE_REFUSED",
        "400, InvalidPolicyDocument,    STORAGE_REFUSED",
        "400, UserKeyMustBeSpecified,   STORAGE_REFUSED",
        "403, SignatureDoesNotMatch,    STORAGE_REFUSED",
        "403, InvalidAccessKeyId,       STORAGE_REFUSED",
        "403, AccessDenied,             STORAGE_REFUSED",
        "404, NoSuchBucket,             STORAGE_REFUSED",
        "400, KMS.DisabledException,    STORAGE_REFUSED",
        "405, MethodNotAllowed,         STORAGE_REFUSED",
        "411, MissingContentLength,     STORAGE_REFUSED",
        "412, PreconditionFailed,       STORAGE_REFUSED",
        "301, PermanentRedirect,        STORAGE_REFUSED",
        "501, NotImplemented,           STORAGE_REFUSED"
    })
    void rejectsFileOnPermanentError(int status, String code, Problem problem) {
        s3.then(response(status, s3Error(code, "Invalid according to Policy: Policy Condition failed")));
        UploadException refused = refusal(UploadException.Rejected.class);

        assertThat(refused.problem()).isEqualTo(problem);
        assertThat(refused).hasMessageContaining("S3 returned " + status + " (" + code + ")");
        assertThat(s3.requests()).as("sent once").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, RequestTimeout",
        "400, ThrottlingException",
        "400, IncompleteBody",
        "408, ''",
        "425, ''",
        "507, ''",
        "500, InternalError",
        "503, SlowDown",
        "503, ServiceUnavailable",
        "409, OperationAborted",
        "429, TooManyRequests",
        "502, ''",
        "504, ''"
    })
    void isUnavailableOnTemporaryError(int status, String code) {
        s3.then(response(status, s3Error(code, "Please reduce your request rate.")));
        UploadException.Unavailable refused = refusal(UploadException.Unavailable.class);

        assertThat(refused.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(refused.retryAfter()).isEmpty();
        assertThat(s3.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        17                              | 17
        99999999                        | 99999999
        Sat, 02 Jan 2027 03:04:22 GMT   | 17
        Saturday, 02-Jan-27 03:04:22 GMT| 17
        Sat Jan  2 03:04:22 2027        | 17
        Fri, 01 Jan 2027 00:00:00 GMT   | 0
        """)
    void keepsRetryAfter(String value, long seconds) {
        s3.then(response(
                503, s3Error("SlowDown", "Slow down"), "Date: Sat, 02 Jan 2027 03:04:05 GMT", "Retry-After: " + value));

        assertThat(refusal(UploadException.Unavailable.class).retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 21 Oct 2026 07:28:00", "-1", "1e9", "soon", ""})
    void ignoresMalformedRetryAfter(String value) {
        s3.then(response(503, "", "Retry-After: " + value));

        assertThat(refusal(UploadException.Unavailable.class).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html><body><h1>403 Forbidden</h1><br></body></html>", "{\"Code\":\"SlowDown\"}", "\0"})
    void decidesByStatusWithoutS3Error(String body) {
        s3.then(response(403, body), response(503, body));

        assertThat(refusal(UploadException.Rejected.class)).hasMessageContaining("403 (no error code)");
        assertThat(refusal(UploadException.Unavailable.class)).hasMessageContaining("503 (no error code)");
    }

    @Test
    void hidesMalformedErrorCode() {
        s3.then(response(400, s3Error("marker code &lt;b&gt;", "x")));

        assertThat(refusal(UploadException.Rejected.class)).hasMessageContaining("400 (no error code)");
    }

    @Test
    void doesNotFetchExternalEntities() {
        s3.then(response(400, """
            <?xml version="1.0"?><!DOCTYPE Error SYSTEM "%1$s/dtd" [<!ENTITY x SYSTEM "%1$s/entity">]>
            <Error><Code>&x;</Code></Error>\
            """.formatted(s3.url())));

        assertThat(refusal(UploadException.Rejected.class)).hasMessageContaining("400 (no error code)");
        assertThat(s3.requests()).as("the form alone").hasSize(1);
    }

    @Test
    void doesNotExpandEntities() {
        StringBuilder entities = new StringBuilder("<!ENTITY a0 \"ha\">");
        for (int i = 1; i < 40; i++) {
            entities.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(i, i - 1, i - 1));
        }
        s3.then(response(400, "<!DOCTYPE Error [" + entities + "]><Error><Code>&a39;</Code></Error>"));

        assertThat(refusal(UploadException.Rejected.class)).hasMessageContaining("400 (no error code)");
    }

    @Test
    void limitsReadOfEndlessError() throws InterruptedException {
        CountDownLatch clientLeft = new CountDownLatch(1);
        s3.then(endless(
                "HTTP/1.1 400 Bad\r\nContent-Length: 99999999999\r\n\r\n<Error><Code>EntityTooLarge</Code>",
                clientLeft));

        assertThat(refusal(UploadException.Rejected.class).problem()).isEqualTo(Problem.TOO_LARGE);
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
    }

    @Test
    void isUnavailableIfConnectionIsClosed() {
        s3.then(hangUpAfter(""), reset(), hangUpAfter("HTTP/"), hangUpAfter("SSH-2.0-OpenSSH\r\n"));

        for (int i = 0; i < 4; i++) {
            assertThat(refusal(UploadException.Unavailable.class)).hasMessageContaining("connection to S3 broke");
        }
    }

    @Test
    void readsCutError() {
        s3.then(hangUpAfter("HTTP/1.1 400 Bad\r\nContent-Length: 500\r\n\r\n<Error><Code>EntityTooLarge</Code><Mess"));

        assertThat(refusal(UploadException.Rejected.class).problem()).isEqualTo(Problem.TOO_LARGE);
    }

    @Test
    void leavesSilentServerAtDeadline() throws InterruptedException {
        CountDownLatch clientLeft = new CountDownLatch(1);
        s3.then(stallAfter("", clientLeft));
        Deadline soon = Deadline.in(Duration.ofMillis(700), InstantSource.system());

        assertThat(refusal(UploadException.Unavailable.class, soon).problem()).isEqualTo(Problem.DEADLINE);
        assertThat(clientLeft.await(10, TimeUnit.SECONDS)).as("the client left").isTrue();
    }

    private <E extends UploadException> E refusal(Class<E> kind) {
        return refusal(kind, deadline());
    }

    private <E extends UploadException> E refusal(Class<E> kind, Deadline deadline) {
        PresignedPost post = post(s3.url().resolve("/ovok-documents"));
        E refusal = catchThrowableOfType(kind, () -> uploader.upload(post, () -> post, content("meow"), deadline));
        assertQuiet(printed(requireNonNull(refusal)));
        assertThat(refusal.getMessage())
                .doesNotContain("Policy Condition", "request rate", s3.url().getAuthority());
        return refusal;
    }
}
