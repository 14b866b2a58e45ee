package com.ovok.upload.post;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.base64;
import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.fields;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.LogCapture;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.SettableClock;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Response;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms while this machine's clock and S3's differ. S3's time stands still; a new form is valid for an hour. */
@Timeout(60)
class ClockSkewTest {
    private static final Duration LIFE = Duration.ofHours(1);

    private final SettableClock clock = new SettableClock();
    private final Instant s3Time = clock.instant();
    private final AtomicInteger renewals = new AtomicInteger();

    @AutoClose
    private final LogCapture log = new LogCapture();

    private final FormUploader uploader = new FormUploader(
            new S3Http(2, TestTls.JDK),
            new AllowedUploadHosts(true, true, List.of()),
            RetryPolicy.standard(pause -> {}));

    @AutoClose
    private WireServer s3;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
    }

    /** The clock's seconds ahead of S3's, S3's responses in turn, and the result. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 | taken                | 1 | 0 |
            0 | busy,taken           | 2 | 0 |
          -60 | expired,taken        | 2 | 1 | 60
          -60 | skewed,taken         | 2 | 1 | 60
        -7200 | expired,taken        | 2 | 1 | 7200
          -60 | taken                | 1 | 0 |
           60 | taken                | 1 | 0 |
         3590 | taken                | 1 | 1 | -3590
         7200 | taken                | 1 | 1 | -7200
         7200 | busy,busy,taken      | 3 | 1 | -7200
        86400 | busy,expired,taken   | 3 | 2 | -86400
        """)
    void uploadsWithAnyClock(int ahead, String script, int posts, int forms, @Nullable Integer secondsBehind) {
        clock.advance(Duration.ofSeconds(ahead));
        script(script, true);

        upload();

        assertThat(s3.requests()).hasSize(posts);
        assertThat(renewals).hasValue(forms);
        assertLogged(secondsBehind);
    }

    @ParameterizedTest
    @CsvSource({"-60, 2, 60", "-86400, 2, 86400", "60, 2, -60", "7200, 1, -7200"})
    void sendsTwoExpiredFormsAtMost(int ahead, int posts, int secondsBehind) {
        clock.advance(Duration.ofSeconds(ahead));
        s3.otherwise(dated("expired"));

        assertThat(refusal())
                .hasMessageContaining("403 (AccessDenied)")
                .hasMessageContaining("the form and its replacement have expired")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.CLOCK));
        assertThat(s3.requests()).hasSize(posts);
        assertThat(renewals).hasValue(1);
        assertLogged(secondsBehind);
    }

    @ParameterizedTest
    @CsvSource({"-60, false", "0, false", "-1, true", "0, true"})
    void logsDisagreementWithoutDate(int ahead, boolean withDate) {
        clock.advance(Duration.ofSeconds(ahead));
        script("expired,expired", withDate);

        assertThat(refusal().problem()).isEqualTo(Problem.CLOCK);
        assertThat(s3.requests()).hasSize(2);
        assertLogged("formValidForSeconds", 3600 - ahead);
    }

    @Test
    void ignoresClockForExpiredCredentials() {
        script("token,token", false);

        assertThat(refusal().problem()).isEqualTo(Problem.CLOCK);
        assertThat(s3.requests()).hasSize(2);
        assertLogged(null);
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, 7200})
    void logsClockSkewOnce(int ahead) {
        clock.advance(Duration.ofSeconds(ahead));
        script(ahead < 0 ? "expired,taken" : "taken", true);
        upload();
        int asked = renewals.get();
        for (int file = 0; file < 5; file++) {
            script("taken", true);
            upload();
        }

        assertThat(renewals).as("no form is renewed any more").hasValue(asked);
        assertLogged(-ahead);
    }

    @Test
    void renewsFormAfterOutage() {
        RetryPolicy slow = RetryPolicy.standard(pause -> clock.advance(LIFE));
        FormUploader patient =
                new FormUploader(new S3Http(2, TestTls.JDK), new AllowedUploadHosts(true, true, List.of()), slow);
        script("busy,busy,busy,taken", false);

        patient.upload(
                form(clock.instant()), this::renewedNow, content("meow"), Deadline.in(Duration.ofDays(1), clock));

        assertThat(s3.requests()).hasSize(4);
        assertThat(renewals).hasValue(3);
        assertLogged(null);
    }

    private void assertLogged(@Nullable Integer secondsBehind) {
        if (secondsBehind == null) {
            assertThat(log.lines()).isEmpty();
        } else {
            assertLogged("secondsBehind", secondsBehind);
        }
    }

    private void assertLogged(String field, int seconds) {
        assertThat(log.lines()).singleElement().satisfies(line -> {
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            assertThat(line.path("message").asText()).isEqualTo("clock skew");
            assertThat(line.path(field).asInt()).isEqualTo(seconds);
            assertQuiet(line.toString());
        });
    }

    private void script(String words, boolean withDate) {
        for (String word : words.split(",", -1)) {
            s3.then(withDate ? dated(word) : said(word));
        }
    }

    private Response dated(String word) {
        return said(word, "Date: " + RFC_1123_DATE_TIME.format(s3Time.atOffset(UTC)));
    }

    private static Response said(String word, String... headers) {
        return switch (word) {
            case "taken" -> response(204, "", headers);
            case "busy" -> response(503, s3Error("SlowDown", "x"), headers);
            case "skewed" -> response(403, s3Error("RequestTimeTooSkewed", "x"), headers);
            case "token" -> response(400, s3Error("ExpiredToken", "The provided token has expired."), headers);
            default -> response(403, s3Error("AccessDenied", "Invalid according to Policy: Policy expired."), headers);
        };
    }

    private UploadException refusal() {
        UploadException refusal = catchThrowableOfType(UploadException.Unavailable.class, this::upload);
        assertQuiet(printed(refusal));
        return refusal;
    }

    private void upload() {
        uploader.upload(form(), this::renewed, content("meow"), Deadline.in(Duration.ofSeconds(30), clock));
    }

    private PresignedPost renewed() {
        renewals.incrementAndGet();
        return form();
    }

    private PresignedPost renewedNow() {
        renewals.incrementAndGet();
        return form(clock.instant());
    }

    private PresignedPost form() {
        return form(s3Time);
    }

    private PresignedPost form(Instant from) {
        SequencedMap<String, String> fields = fields();
        fields.put("Policy", base64("{\"expiration\":\"" + from.plus(LIFE) + "\"}"));
        return PresignedPost.of(s3.url().resolve("/ovok-documents").toString(), fields);
    }
}
