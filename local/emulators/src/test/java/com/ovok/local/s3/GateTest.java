package com.ovok.local.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import com.ovok.local.http.ReceivedRequest;
import com.ovok.local.http.Wire;
import com.ovok.local.http.Wire.Response;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate's response to the head of a request, before any body has arrived. */
class GateTest {
    private static final Faults faults = new Faults();

    @AutoClose
    private static S3Server s3;

    @BeforeAll
    static void start() {
        s3 = S3Server.builder("uploads").faults(faults).start();
    }

    @Test
    void rejectsFormWithoutLength() throws IOException {
        Response response = responseTo("""
            POST /uploads HTTP/1.1
            Host: 127.0.0.1
            Content-Type: multipart/form-data; boundary=b

            """);
        assertThat(response.status()).isEqualTo(411);
        assertThat(response.body()).contains("<Code>MissingContentLength</Code>");
    }

    @Test
    void rejectsChunkedForm() throws IOException {
        Response response = responseTo("""
            POST /uploads HTTP/1.1
            Host: 127.0.0.1
            Content-Type: multipart/form-data; boundary=b
            Transfer-Encoding: chunked

            5
            --b--
            0

            """);
        assertThat(response.status()).isEqualTo(501);
        assertThat(response.body()).contains("<Code>NotImplemented</Code>").contains("Transfer-Encoding");
    }

    @Test
    void rejectsFormOfOtherMediaType() throws IOException {
        Response response = responseTo("""
            POST /uploads HTTP/1.1
            Host: 127.0.0.1
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 5

            key=a\
            """);
        assertThat(response.status()).isEqualTo(412);
        assertThat(response.body()).contains("<Code>PreconditionFailed</Code>");
    }

    @Test
    void rejectsTooLargeForm() throws IOException {
        Response response = responseTo("""
            POST /uploads HTTP/1.1
            Host: 127.0.0.1
            Content-Type: multipart/form-data; boundary=b
            Content-Length: %d

            """.formatted((5L << 30) + (21 << 10)));
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body())
                .contains("<Code>EntityTooLarge</Code>")
                .contains("<MaxSizeAllowed>5368709120</MaxSizeAllowed>");
    }

    @Test
    void rejectsBeforeExpectedBody() throws IOException {
        Response response = responseTo("""
            POST /nowhere HTTP/1.1
            Host: 127.0.0.1
            Content-Type: multipart/form-data; boundary=b
            Content-Length: 1000000
            Expect: 100-continue

            """);
        assertThat(response.status()).isEqualTo(404);
        assertThat(response.headers()).containsEntry("Connection", "close");
    }

    @Test
    void sendsContinue() throws IOException {
        var signer = new PostPolicySigner(s3.region(), s3.credentials(), Clock.systemUTC());
        byte[] form = Form.of(signer.sign("uploads", "asked", Duration.ofHours(1), 100))
                .file("hello".getBytes(UTF_8))
                .end();
        try (Wire wire = Wire.to(s3.endpoint())) {
            wire.send("""
                POST /uploads HTTP/1.1
                Host: 127.0.0.1
                Content-Type: multipart/form-data; boundary=%s
                Content-Length: %d
                Expect: 100-continue

                """.formatted(Form.BOUNDARY, form.length));
            assertThat(wire.respond().status()).isEqualTo(100);
            wire.send(form);
            assertThat(wire.respond().status()).isEqualTo(204);
        }
    }

    @Test
    void rejectsSignatureForOtherRegion() throws IOException {
        Response response = responseTo("""
            GET /uploads/a HTTP/1.1
            Host: 127.0.0.1
            Authorization: AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, \
            SignedHeaders=host, Signature=0

            """);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body())
                .contains("<Code>AuthorizationHeaderMalformed</Code>")
                .contains("<Region>eu-central-1</Region>");
    }

    /** Like S3: a session token left in the shell causes a clear error. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                GET /uploads/a HTTP/1.1
                Host: 127.0.0.1
                x-amz-security-token: t
                Authorization: AWS4-HMAC-SHA256

                """,
                "GET /uploads/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Security-Token=t HTTP/1.1\nHost: 127.0.0.1\n\n"
            })
    void rejectsSessionTokens(String request) throws IOException {
        Response response = responseTo(request);
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>InvalidToken</Code>");
    }

    @Test
    void rejectsAnonymousRequests() throws IOException {
        Response response = responseTo("""
            GET /uploads/a HTTP/1.1
            Host: 127.0.0.1

            """);
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.body()).contains("<Code>AccessDenied</Code>");
    }

    @Test
    void failsAsScripted() throws IOException {
        faults.next(Operation.GET_OBJECT, S3Faults.slowDown().header("Retry-After", "1"));
        Response response = responseTo("""
            GET /uploads/a HTTP/1.1
            Host: 127.0.0.1

            """);
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.headers()).containsEntry("Retry-After", "1");
        assertThat(response.body()).contains("<Code>SlowDown</Code>");
    }

    @Test
    void recordsRequests() throws IOException {
        responseTo("""
            GET /uploads/a%20b?versionId=1 HTTP/1.1
            Host: 127.0.0.1
            X-Marker: here

            """);
        assertThat(s3.requests()).anySatisfy((ReceivedRequest request) -> {
            assertThat(request.operation()).isEqualTo(Operation.GET_OBJECT);
            assertThat(request.target()).isEqualTo("/uploads/a%20b?versionId=1");
            assertThat(request.header("x-marker")).contains("here");
            assertThat(request).hasToString("GET_OBJECT by GET");
        });
    }

    private static Response responseTo(String request) throws IOException {
        try (Wire wire = Wire.to(s3.endpoint())) {
            wire.send(request);
            return wire.respond();
        }
    }
}
