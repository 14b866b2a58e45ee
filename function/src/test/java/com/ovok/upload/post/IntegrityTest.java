package com.ovok.upload.post;

import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.post;
import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.FileInfo;
import com.ovok.upload.LogCapture;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.Content;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ETags of the source and of the stored object, each the MD5 digest of the file or another value. */
@Timeout(60)
class IntegrityTest {
    private static final String RIGHT = "4a4be40c96ac6314e91d93f38043a634";
    private static final String WRONG = "0".repeat(32);
    private static final String OTHER = "f".repeat(32);

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

    /** The source's ETag, those of the uploads in turn, the number of uploads, and the result. */
    @ParameterizedTest
    @CsvSource({
        "right, right,       1, stored",
        "right, wrong right, 2, stored",
        "right, wrong wrong, 2, checksum",
        "right, wrong other, 2, checksum",
        "right, wrong none,  2, stored",
        "right, none,        1, stored",
        "wrong, right right, 2, stored and logged",
        "wrong, other right, 2, checksum",
        "wrong, wrong,       1, stored",
        "wrong, other other, 2, checksum",
        "wrong, none,        1, stored",
        "none,  right,       1, stored",
        "none,  wrong right, 2, stored",
        "none,  wrong wrong, 2, checksum",
        "none,  wrong other, 2, checksum",
        "none,  none,        1, stored"
    })
    void comparesETagWithDigestOfSentBytes(String source, String targets, int uploads, String outcome) {
        for (String target : targets.split(" ", -1)) {
            s3.then(target.equals("none") ? response(204, "") : response(204, "", "ETag: \"" + eTag(target) + "\""));
        }
        UploadException failure = catchThrowableOfType(UploadException.class, () -> upload(file(eTag(source))));

        assertThat(failure == null ? "stored" : failure.problem().anchor()).isEqualTo(outcome.split(" ", -1)[0]);
        assertThat(s3.requests()).hasSize(uploads);
        assertThat(log.lines()).hasSize(outcome.endsWith("logged") ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ETag: \"" + RIGHT + "\"",
                "ETag: " + RIGHT,
                "ETag: \"4A4BE40C96AC6314E91D93F38043A634\"",
                "ETag: W/\"00000000000000000000000000000000\"",
                "ETag: \"00000000000000000000000000000000-2\"",
                "ETag: \"0123456789\"",
                "ETag: \"0000000000000000000000000000000g\"",
                "ETag: \"\"",
                "ETag: \"00000000000000000000000000000000\"\r\nx-amz-server-side-encryption: aws:kms",
                "ETag: \"00000000000000000000000000000000\"\r\nx-amz-server-side-encryption: aws:kms:dsse",
                "ETag: \"00000000000000000000000000000000\"\r\nx-amz-server-side-encryption-customer-algorithm: AES256"
            })
    void acceptsDigestsAndOpaqueETags(String headers) {
        for (String source : new String[] {RIGHT, null}) {
            s3.then(response(204, "", headers));
            upload(file(source));

            assertThat(s3.requests()).hasSize(1);
        }
    }

    @Test
    void computesDigestsAfterWrongSourceETag() {
        s3.otherwise(response(204, "", "ETag: \"" + RIGHT + "\""));
        upload(file(WRONG));
        s3.requests();
        upload(file(OTHER));
        upload(file(RIGHT));

        assertThat(s3.requests()).hasSize(2);
        assertThat(log.lines()).singleElement().satisfies(line -> {
            assertThat(line.path("message").asText()).isEqualTo("source etag");
            assertThat(line.path("level").asText()).isEqualTo("WARN");
        });
    }

    @Test
    void detectsSourceThatChangesBetweenReads() {
        s3.then(
                response(204, "", "ETag: \"" + OTHER + "\""), // The digest of the first read.
                response(204, "", "ETag: \"" + RIGHT + "\""));

        UploadException failure = catchThrowableOfType(UploadException.class, () -> upload(file(WRONG)));

        assertThat(failure.problem().anchor()).isEqualTo("checksum");
        assertThat(log.lines()).isEmpty();
    }

    private void upload(Content content) {
        PresignedPost post = post(s3.url().resolve("/ovok-documents"));
        uploader.upload(post, () -> post, content, deadline());
    }

    private static @Nullable String eTag(String name) {
        return switch (name) {
            case "right" -> RIGHT;
            case "wrong" -> WRONG;
            case "other" -> OTHER;
            default -> null;
        };
    }

    private static Content file(@Nullable String md5) {
        Content meow = content("meow");
        return new Content() {
            @Override
            public FileInfo file() {
                return meow.file();
            }

            @Override
            public long length() {
                return meow.length();
            }

            @Override
            public Optional<String> md5() {
                return Optional.ofNullable(md5);
            }

            @Override
            public InputStream stream() throws IOException {
                return meow.stream();
            }

            @Override
            public void close() {
                meow.close();
            }
        };
    }
}
