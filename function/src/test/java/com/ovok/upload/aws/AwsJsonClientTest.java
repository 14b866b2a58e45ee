package com.ovok.upload.aws;

import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.endless;
import static com.ovok.upload.WireServer.hangUpAfter;
import static com.ovok.upload.WireServer.reset;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.WireServer.stallAfter;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Deadline;
import com.ovok.upload.LogCapture;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.WireServer.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AwsJsonClientTest {
    private static final String RESULT = "{\"Attributes\":{\"id\":{\"S\":\"a\"}}}";
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /** Responses after which the request is retried. */
    static final List<Response> PASSING = List.of(
            response(400, error("ThrottlingException")),
            response(400, error("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException")),
            response(400, error("RequestLimitExceeded:http://internal.amazon.com/coral/")),
            response(400, "{}", "x-amzn-ErrorType: ThrottlingException:http://internal.amazon.com/coral/"),
            response(400, "{\"code\":\"SlowDown\"}"),
            response(500, error("InternalServerError")),
            response(503, "<html>busy</html>"),
            response(429, ""),
            response(200, ""),
            response(200, "[]"),
            response(200, RESULT.substring(1)),
            response(200, RESULT, "x-amz-crc32: 1"),
            response(200, RESULT, "Content-Encoding: gzip"),
            endless("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{", NEVER),
            hangUpAfter("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + RESULT),
            hangUpAfter("HTTP/1.1 20"),
            hangUpAfter(""),
            reset());

    @AutoClose
    private WireServer server;

    @BeforeEach
    void start() throws IOException {
        server = new WireServer();
    }

    @Test
    void returnsTheResult() {
        server.then(response(200, RESULT));

        assertThat(call(once()).at("/Attributes/id/S").textValue()).isEqualTo("a");
        Request request = server.request();
        assertThat(request.line()).isEqualTo("POST / HTTP/1.1");
        assertThat(request.header("X-Amz-Target")).contains("DynamoDB_20120810.UpdateItem");
        assertThat(request.header("Content-Type")).contains("application/x-amz-json-1.0");
        assertThat(request.header("x-amz-security-token")).contains("marker-session-token");
        assertThat(request.header("Accept-Encoding")).isEmpty();
        assertThat(request.text()).isEqualTo("{\"TableName\":\"t\"}");
        assertSigned(request);
    }

    @Test
    void acceptsValidChecksum() {
        CRC32 sum = new CRC32();
        sum.update(RESULT.getBytes(UTF_8));
        server.then(response(200, RESULT, "x-amz-crc32: " + sum.getValue()));

        assertThat(call(once()).has("Attributes")).isTrue();
    }

    @ParameterizedTest
    @FieldSource("PASSING")
    void retriesTemporaryErrors(Response failed) {
        server.then(failed, response(200, RESULT));

        assertThat(call(patient()).has("Attributes")).isTrue();
        assertThat(server.requests()).hasSize(2).allSatisfy(AwsJsonClientTest::assertSigned);
    }

    @ParameterizedTest
    @FieldSource("PASSING")
    void isUnavailableAfterLastRetry(Response failed) {
        server.then(failed);

        UploadException.Unavailable failure = unavailable(() -> call(once()));
        assertThat(failure.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(failure).hasMessageStartingWith("DynamoDB ");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ConditionalCheckFailedException",
        "400, ResourceNotFoundException",
        "400, AccessDeniedException",
        "400, ValidationException",
        "400, ExpiredTokenException",
        "403, InvalidSignatureException",
        "501, NotImplemented"
    })
    void throwsOnRejectionWithoutRetry(int status, String code) {
        server.then(response(status, error("com.amazonaws.dynamodb.v20120810#" + code)));

        AwsException refusal = requireNonNull(catchThrowableOfType(AwsException.class, () -> call(patient())));
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.code()).isEqualTo(new AwsErrorCode(code));
        assertThat(refusal.body().path("message").textValue()).isEqualTo("marker.access.token");
        assertThat(refusal).hasMessage("DynamoDB returned " + status + " (" + code + ").");
        assertQuiet(printed(refusal));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void prefersErrorCodeOfHeader() {
        server.then(response(400, error("ThrottlingException"), "X-Amzn-ErrorType: ValidationException"));

        AwsException refusal = requireNonNull(catchThrowableOfType(AwsException.class, () -> call(patient())));
        assertThat(refusal.code().name()).isEqualTo("ValidationException");
    }

    @Test
    void returnsRetryAfter() {
        server.then(response(503, "", "Retry-After: 7"));

        assertThat(unavailable(() -> call(once())).retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void retriesOnAnotherConnection() {
        server.then(stallAfter("", NEVER), response(200, RESULT));

        assertThat(call(patient(), Duration.ofSeconds(3)).has("Attributes")).isTrue();
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"})
    void endsByDeadlineIfServiceIsSilent(String bytes) {
        server.otherwise(stallAfter(bytes, NEVER));
        Deadline deadline = Deadline.in(Duration.ofMillis(800), InstantSource.system());

        UploadException.Unavailable failure =
                unavailable(() -> client(patient()).call("UpdateItem", input(), deadline));
        assertThat(failure.problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(Duration.between(deadline.at(), Instant.now())).isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InvalidSignatureException", "RequestExpired", "RequestTimeTooSkewed"})
    void correctsItsClockOnce(String code) {
        Instant theirs = Instant.now().plusSeconds(3600);
        server.then(skewed(code, theirs), response(200, RESULT), response(200, RESULT));
        AwsJsonClient client = client(once());
        try (LogCapture log = new LogCapture()) {
            client.call("UpdateItem", input(), Samples.deadline());
            client.call("UpdateItem", input(), Samples.deadline());

            assertThat(log.lines()).hasSize(1);
        }
        List<Request> requests = server.requests();
        assertThat(requests).hasSize(3).allSatisfy(AwsJsonClientTest::assertSigned);
        String hour = theirs.toString().substring(0, 13).replace("-", "");
        assertThat(requests.subList(1, 3))
                .allSatisfy(request ->
                        assertThat(request.header("X-Amz-Date").orElseThrow()).startsWith(hour));
    }

    @Test
    void reportsClockIfCorrectionFails() {
        server.otherwise(skewed("RequestTimeTooSkewed", Instant.now().plusSeconds(3600)));
        try (LogCapture log = new LogCapture()) {
            assertThat(unavailable(() -> call(patient())).problem()).isEqualTo(Problem.CLOCK);
            assertThat(log.lines()).hasSize(1);
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void reportsWrongSignatureIfClocksAgree() {
        server.then(skewed("InvalidSignatureException", Instant.now()));

        assertThat(catchThrowableOfType(AwsException.class, () -> call(patient())))
                .isNotNull();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void isUnavailableIfItCannotBeReached() throws IOException {
        server.close();

        assertThat(unavailable(() -> call(once())).problem()).isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void showsNeitherUrlsNorBodies() {
        AwsRequest request = AwsRequest.post(
                URI.create("https://inbox.example.com/" + Samples.OBJECT_KEY), Map.of(), Samples.TOKEN.getBytes(UTF_8));

        assertThat(request).hasToString("AwsRequest[POST]");
    }

    private JsonNode call(RetryPolicy retries) {
        return call(retries, Duration.ofSeconds(30));
    }

    private JsonNode call(RetryPolicy retries, Duration time) {
        return client(retries).call("UpdateItem", input(), Deadline.in(time, InstantSource.system()));
    }

    private AwsJsonClient client(RetryPolicy retries) {
        return TestAws.client(AwsService.DYNAMODB, server.url(), retries);
    }

    private static ObjectNode input() {
        return JsonNodeFactory.instance.objectNode().put("TableName", "t");
    }

    private static RetryPolicy patient() {
        return RetryPolicy.standard(pause -> {});
    }

    private static String error(String code) {
        return "{\"__type\":\"" + code + "\",\"message\":\"marker.access.token\"}";
    }

    private static Response skewed(String code, Instant theirs) {
        return response(403, error(code), "Date: " + RFC_1123_DATE_TIME.format(theirs.atOffset(UTC)));
    }

    private static void assertSigned(Request request) {
        assertThat(SigV4.part(request, "Signature")).isEqualTo(SigV4.expected(request, TestAws.KEYS.secretAccessKey()));
    }

    private static UploadException.Unavailable unavailable(Runnable call) {
        return requireNonNull(catchThrowableOfType(UploadException.Unavailable.class, call::run));
    }
}
