package com.ovok.upload.post;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.content;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.post;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.source.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormUploaderTest {
    private final FormUploader uploader =
            new FormUploader(new S3Http(2, TestTls.JDK), new AllowedUploadHosts(true, true, List.of()), once());

    @AutoClose
    private WireServer s3;

    @AutoClose
    private WireServer elsewhere;

    @BeforeEach
    void start() throws IOException {
        s3 = new WireServer();
        elsewhere = new WireServer();
    }

    @Test
    void sendsFieldsUnchangedAndFileLast() {
        s3.then(response(204, ""));
        upload(content("meow"));
        WireServer.Request request = s3.request();

        assertThat(request.line()).isEqualTo("POST /ovok-documents HTTP/1.1");
        String boundary = request.header("Content-Type").orElseThrow().replaceFirst(".*boundary=", "");
        assertThat(request.text()).isEqualTo(form(boundary));
        assertThat(request.headers())
                .containsExactlyInAnyOrder(
                        "Content-Length: " + form(boundary).length(),
                        "Content-Type: multipart/form-data; boundary=" + boundary,
                        "Host: " + s3.url().getAuthority(),
                        "Connection: keep-alive");
    }

    private static String form(String boundary) {
        StringBuilder form = new StringBuilder();
        Samples.fields()
                .forEach((name, value) -> form.append("--" + boundary + "\r\n")
                        .append("Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n")
                        .append(value + "\r\n"));
        return form.append("--" + boundary + "\r\n")
                .append("Content-Disposition: form-data; name=\"file\"; filename=\"cat.png\"\r\n")
                .append("Content-Type: image/png\r\n\r\nmeow\r\n")
                .append("--" + boundary + "--\r\n")
                .toString();
    }

    @Test
    void sendsMegabytesUnchanged() {
        byte[] file = new byte[3_000_001];
        new Random(7).nextBytes(file);
        s3.then(response(204, ""));
        upload(content("big.bin", file));

        byte[] body = s3.request().bytes();
        int start = new String(body, ISO_8859_1).indexOf("Content-Type: image/png\r\n\r\n")
                + "Content-Type: image/png\r\n\r\n".length();
        assertThat(Arrays.copyOfRange(body, start, start + file.length)).isEqualTo(file);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 303})
    void acceptsEverySuccessOfS3(int status) {
        s3.then(response(status, status == 201 ? "<PostResponse/>" : "", "Location: " + elsewhere.url() + "/next"));

        upload(content("meow"));

        assertThat(s3.requests()).hasSize(1);
        assertThat(elsewhere.requests()).as("where a browser would go next").isEmpty();
    }

    @Test
    void followsTemporaryRedirectWithWholeForm() {
        s3.then(response(307, "moved", "Location: " + elsewhere.url() + "/there"));
        elsewhere.then(response(204, ""));

        upload(content("meow"));

        assertThat(elsewhere.request()).satisfies(again -> {
            assertThat(again.line()).isEqualTo("POST /there HTTP/1.1");
            assertThat(again.bytes())
                    .hasSameSizeAs(s3.request().bytes())
                    .asString(UTF_8)
                    .contains("meow");
        });
    }

    @Test
    void followsTwoRedirectsAtMost() {
        s3.then(
                response(307, "", "Location: /1"),
                response(307, "", "Location: /2"),
                response(307, "", "Location: /3"),
                response(204, ""));

        assertThat(refusal()).isInstanceOf(UploadException.Unavailable.class);
        assertThat(s3.requests())
                .extracting(WireServer.Request::line)
                .containsExactly("POST /ovok-documents HTTP/1.1", "POST /1 HTTP/1.1", "POST /2 HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Other: 1", "Location: http://a b/", "Location: mailto:a@b", "Location: http://:80/"})
    void rejectsRedirectWithoutTarget(String header) {
        s3.then(response(307, "", header));

        assertThat(refusal()).isInstanceOf(UploadException.Unavailable.class);
        assertThat(s3.requests()).hasSize(1);
    }

    @Test
    void reopensSourceForEachAttempt() {
        s3.then(response(307, "", "Location: /again"), response(204, ""));
        Content once = new Once(content("meow"));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> upload(once))
                .withMessageContaining("source object broke off");
    }

    @Test
    void neverCompletesFormOfBrokenSource() {
        Content shortened = new Once(content("meow".repeat(50_000))) {
            @Override
            public long length() {
                return 300_000;
            }
        };
        s3.then(response(204, ""));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> upload(shortened))
                .withMessageContaining("source object broke off");
        upload(content("whole"));

        assertThat(s3.request().text()).as("the first form that came whole").contains("\r\nwhole\r\n--");
    }

    @Test
    void reusesConnection() {
        s3.then(response(204, ""), response(503, Samples.s3Error("SlowDown", "x")), response(204, ""));

        upload(content("one"));
        assertThat(refusal()).isInstanceOf(UploadException.Unavailable.class);
        upload(content("two"));

        assertThat(s3.connections()).isEqualTo(1);
    }

    @Test
    void keepsOtherConnectionsAfterError() {
        Content broken = new Once(content("meow")) {
            @Override
            public InputStream stream() {
                throw new NoClassDefFoundError("some/Name");
            }
        };
        s3.then(response(204, ""), response(204, ""));

        upload(content("one"));
        assertThat(catchThrowable(() -> upload(broken))).hasRootCauseInstanceOf(NoClassDefFoundError.class);
        upload(content("two"));
        assertThat(s3.requests()).hasSize(2);
    }

    @Test
    void sendsNothingAfterDeadline() {
        Deadline passed = Deadline.in(Duration.ZERO, () -> Instant.EPOCH);

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> uploader.upload(here(), this::noOther, content("meow"), passed))
                .withMessageContaining("#deadline");
        assertThat(s3.connections()).isZero();
    }

    @Test
    void isUnavailableWithoutServer() throws IOException {
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            PresignedPost nowhere = post(URI.create("http://127.0.0.1:" + reserved.getLocalPort()));
            Throwable failure =
                    catchThrowable(() -> uploader.upload(nowhere, this::noOther, content("meow"), deadline()));

            assertThat(failure).isInstanceOf(UploadException.Unavailable.class);
            assertQuiet(printed(failure));
        }
    }

    private Throwable refusal() {
        Throwable failure = catchThrowable(() -> upload(content("meow")));
        assertQuiet(printed(failure));
        return failure;
    }

    private void upload(Content content) {
        uploader.upload(here(), this::noOther, content, deadline());
    }

    private PresignedPost noOther() {
        throw new AssertionError("another form was asked for");
    }

    private PresignedPost here() {
        return post(s3.url().resolve("/ovok-documents"));
    }

    /** A source whose second stream is empty. */
    private static class Once implements Content {
        private final Content content;
        private boolean spent;

        Once(Content content) {
            this.content = content;
        }

        @Override
        public FileInfo file() {
            return content.file();
        }

        @Override
        public long length() {
            return content.length();
        }

        @Override
        public Optional<String> md5() {
            return content.md5();
        }

        @Override
        public InputStream stream() throws IOException {
            InputStream stream = spent ? InputStream.nullInputStream() : content.stream();
            spent = true;
            return stream;
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
