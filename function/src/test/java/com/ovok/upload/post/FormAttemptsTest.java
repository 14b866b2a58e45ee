package com.ovok.upload.post;

import static com.ovok.upload.Samples.base64;
import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.fields;
import static com.ovok.upload.Samples.post;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.early;
import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.Content;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a form is sent, when it is renewed, and when none is sent. */
@Timeout(60)
class FormAttemptsTest {
    private static final Response TAKEN = response(204, "");
    private static final Response BUSY = response(503, s3Error("SlowDown", "x"));
    private static final String MEOW_MD5 = "4a4be40c96ac6314e91d93f38043a634";

    private final List<Duration> pauses = new ArrayList<>();
    private final List<PresignedPost> renewals = new ArrayList<>();
    private final FormUploader uploader = new FormUploader(
            new S3Http(2, TestTls.JDK),
            new AllowedUploadHosts(true, true, List.of()),
            RetryPolicy.standard(pauses::add));

    @AutoClose
    private WireServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
    }

    @Test
    void retriesSameFormWhileS3IsBusy() {
        s3.then(BUSY, WireServer.hangUpAfter(""), response(500, ""), TAKEN);
        upload(here(), content("meow"));

        assertThat(s3.requests())
                .hasSize(4)
                .allSatisfy(form -> assertThat(form.text()).contains("\r\n\r\nmeow\r\n--"));
        assertThat(pauses).hasSize(3);
        assertThat(renewals).isEmpty();
    }

    @Test
    void waitsForRetryAfter() {
        s3.then(response(503, "", "Retry-After: 9"), TAKEN);
        upload(here(), content("meow"));

        assertThat(pauses).containsExactly(Duration.ofSeconds(9));
    }

    @Test
    void doesNotWaitBeyondDeadline() {
        s3.then(response(503, "", "Retry-After: 31"), TAKEN);

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> upload(here(), content("meow")))
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(31)));
        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void failsAfterHalfOfTheTime() {
        s3.otherwise(BUSY);

        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(() -> upload(here(), content("meow")));
        assertThat(s3.requests()).hasSizeBetween(5, 40);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
    }

    @Test
    void doesNotRetryRejection() {
        s3.otherwise(response(403, s3Error("SignatureDoesNotMatch", "x")));

        assertThatExceptionOfType(UploadException.Rejected.class).isThrownBy(() -> upload(here(), content("meow")));
        assertThat(s3.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, Invalid according to Policy: Policy expired.",
        "400, ExpiredToken, The provided token has expired."
    })
    void renewsExpiredFormOnce(int status, String code, String message) {
        s3.then(response(status, s3Error(code, message)), TAKEN);
        upload(here(), content("meow"));

        assertThat(renewals).hasSize(1);
        assertThat(s3.requests()).hasSize(2);
        assertThat(pauses).isEmpty();
    }

    @Test
    void failsIfRenewedFormHasExpired() {
        s3.otherwise(response(400, s3Error("ExpiredToken", "x")));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> upload(here(), content("meow")))
                .withMessageContaining("the form and its replacement have expired");
        assertThat(renewals).hasSize(1);
    }

    @Test
    void renewsFormAboutToExpire() {
        s3.then(TAKEN);
        upload(withPolicy("{\"expiration\":\"2026-01-02T04:04:05Z\"}"), content("meow"));

        assertThat(renewals).hasSize(1);
        assertThat(s3.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"5, 100", "0, 3"})
    void doesNotSendFileOutsidePolicy(long min, long max) {
        PresignedPost narrow = withPolicy("{\"conditions\":[[\"content-length-range\",%d,%d]]}".formatted(min, max));

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> upload(narrow, content("meow")))
                .withMessageContaining("it has 4 bytes, and OVOK accepts from %d to %d.", min, max)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
        assertThat(s3.connections()).isZero();
    }

    @Test
    void retriesAlteredFile() {
        s3.then(response(204, "", "ETag: \"" + "0".repeat(32) + "\""), response(204, "", "ETag: \"" + MEOW_MD5 + "\""));
        upload(here(), content("meow"));

        assertThat(s3.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "ETag: \"00000000000000000000000000000000-2\", X: x",
        "ETag: \"00000000000000000000000000000000\",   x-amz-server-side-encryption: aws:kms",
        "ETag: \"00000000000000000000000000000000\",   x-amz-server-side-encryption-customer-algorithm: AES256"
    })
    void ignoresETagThatIsNotADigest(String eTag, String header) {
        s3.then(response(204, "", eTag, header));
        upload(here(), content("meow"));

        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void checksETagWithS3ManagedKeys() {
        s3.then(response(204, "", "ETag: \"" + "0".repeat(32) + "\"", "x-amz-server-side-encryption: AES256"), TAKEN);
        upload(here(), content("meow"));

        assertThat(s3.requests()).hasSize(2);
    }

    @Test
    void waitsForContinueBeforeLargeFile() {
        s3.then(TAKEN);
        upload(here(), content("big.bin", new byte[2 << 20]));

        assertThat(s3.request()).satisfies(request -> {
            assertThat(request.header("Expect")).contains("100-continue");
            assertThat(request.body()).hasSizeGreaterThan(2 << 20);
        });
    }

    @Test
    void doesNotSendRejectedLargeFile() {
        s3.then(early(0, response(403, s3Error("AccessDenied", "x"))));

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> upload(here(), content("big.bin", new byte[2 << 20])))
                .withMessageContaining("403 (AccessDenied)");
        assertThat(s3.request().body()).isEmpty();
    }

    @Test
    void reportsEarlyResponse() {
        s3.then(early(100_000, response(400, s3Error("EntityTooLarge", "x"), "Connection: close")));

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> upload(here(), content("big.bin", new byte[64 << 20])))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void sendsNothingToForbiddenHost() {
        FormUploader careful = careful("https://api.ovok.com", List.of());

        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(() -> careful.upload(here(), this::another, content("meow"), deadline()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UPLOAD_HOST));
        assertThat(s3.connections()).isZero();
    }

    @Test
    void doesNotFollowRedirectToForbiddenHost() {
        s3.then(response(307, "", "Location: http://localhost:" + s3.url().getPort() + "/"), TAKEN);
        FormUploader careful = careful("http://127.0.0.1", List.of("127.0.0.1"));

        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(() -> careful.upload(here(), this::another, content("meow"), deadline()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UPLOAD_HOST));
        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void checksRenewedForm() {
        s3.then(response(403, s3Error("AccessDenied", "Invalid according to Policy: Policy expired.")), TAKEN);
        FormUploader careful = careful("http://127.0.0.1", List.of("127.0.0.1"));
        URI elsewhere = URI.create("http://localhost:" + s3.url().getPort() + "/");

        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(() -> careful.upload(here(), () -> post(elsewhere), content("meow"), deadline()))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UPLOAD_HOST));
        assertThat(s3.requests()).hasSize(1);
    }

    private FormUploader careful(String ovok, List<String> hosts) {
        return new FormUploader(
                new S3Http(1, TestTls.JDK),
                AllowedUploadHosts.of(URI.create(ovok), hosts),
                RetryPolicy.standard(pauses::add));
    }

    private void upload(PresignedPost post, Content content) {
        uploader.upload(post, this::another, content, deadline());
    }

    private PresignedPost another() {
        renewals.add(here());
        return renewals.getLast();
    }

    private PresignedPost here() {
        return post(s3.url().resolve("/ovok-documents"));
    }

    private PresignedPost withPolicy(String policy) {
        SequencedMap<String, String> fields = fields();
        fields.put("Policy", base64(policy));
        return PresignedPost.of(here().url().toString(), fields);
    }
}
