package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.CAT;
import static com.ovok.upload.Samples.TOKEN;
import static com.ovok.upload.Samples.assertQuiet;
import static com.ovok.upload.Samples.deadline;
import static com.ovok.upload.Samples.entry;
import static com.ovok.upload.Samples.once;
import static com.ovok.upload.Samples.policy;
import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.response;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.http.TestTls;
import com.ovok.upload.ovok.OvokDocuments.Path;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The meaning of OVOK's error responses to the creation of a document. */
@Timeout(60)
class RefusedDocumentTest {
    private static final String ERROR = """
        {"statusCode":%d,"message":"marker: the server's own words","error":"Some Error"}\
        """;

    @AutoClose
    private WireServer ovok;

    private OvokDocuments documents;

    @BeforeEach
    void start() throws IOException {
        ovok = new WireServer();
        documents =
                new OvokDocuments(new OvokClient(ovok.url(), TestTls.JDK), Path.DOCUMENTDEV, Samples.token(), once());
    }

    @ParameterizedTest
    @CsvSource({
        "400, Rejected,      NOT_ACCEPTED",
        "401, Misconfigured, OVOK_SIGN_IN",
        "402, Misconfigured, OVOK_SIGN_IN",
        "403, Misconfigured, OVOK_SIGN_IN",
        "404, Misconfigured, OVOK_PATH",
        "408, Unavailable,   UNAVAILABLE",
        "409, Unavailable,   UNAVAILABLE",
        "413, Rejected,      TOO_LARGE",
        "415, Rejected,      NOT_ACCEPTED",
        "422, Rejected,      NOT_ACCEPTED",
        "429, Unavailable,   UNAVAILABLE",
        "500, Unavailable,   OVOK_FAULT",
        "502, Unavailable,   OVOK_FAULT",
        "503, Unavailable,   UNAVAILABLE",
        "504, Unavailable,   OVOK_FAULT",
        "405, Misconfigured, OVOK_PATH",
        "301, Misconfigured, OVOK_PATH",
        "302, Misconfigured, OVOK_PATH",
        "307, Misconfigured, OVOK_PATH",
        "308, Misconfigured, OVOK_PATH"
    })
    void classifiesErrors(int status, String kind, Problem problem) {
        ovok.then(response(status, ERROR.formatted(status), "Location: " + ovok.url() + "/elsewhere"));
        UploadException refused = refusal();

        assertThat(refused.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(refused.problem()).isEqualTo(problem);
        assertThat(refused).hasMessageContaining("OVOK returned " + status);
        assertThat(ovok.requests()).as("asked once").hasSize(1);
        if (problem != Problem.NOT_ACCEPTED) {
            assertThat(printed(refused)).doesNotContain("marker");
        }
    }

    @ParameterizedTest
    @CsvSource({"DOCUMENTDEV, /documentdev, /document.", "DOCUMENT, /document., /documentdev"})
    void namesOtherPathOn404(Path path, String asked, String other) {
        ovok.then(response(404, ERROR.formatted(404)));

        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(
                        () -> new OvokDocuments(new OvokClient(ovok.url(), TestTls.JDK), path, Samples.token(), once())
                                .create(CAT, deadline()))
                .withMessageContaining("404 to POST " + asked)
                .satisfies(
                        e -> assertThat(e.getMessage().replace(" if", ".")).contains("OVOK_DOCUMENT_PATH to " + other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"message":"fileName is odd"}                        | fileName is odd.
        {"message":["one is odd","two is odd"]}              | one is odd; two is odd.
        {"message":{"fileName":{"isString":"must be text"}}} | must be text.
        {"message":[{"constraints":{"a":"x","b":"y"}},"z"]}  | x; y; z.
        {"message":"'cat.png' is taken"}                     | '(file name)' is taken.
        {"message":"a\\u0000\\nb"}                           | a  b.
        {"message":""}                                       | it gave no reason.
        {"message":[]}                                       | it gave no reason.
        {"message":{}}                                       | it gave no reason.
        {"message":null}                                     | it gave no reason.
        {"statusCode":422}                                   | it gave no reason.
        {"error":true}                                       | it gave no reason.
        <html>marker</html>                                  | it gave no reason.
        {"message":"cut of                                   | it gave no reason.
        """)
    void quotesReasonWithoutFileName(String body, String reason) {
        ovok.then(response(422, body), response(400, body));

        assertThat(refusal())
                .hasMessageStartingWith("OVOK returned 422: " + reason + " See docs/troubleshooting.md#not-accepted");
        assertThat(refusal()).hasMessageStartingWith("OVOK returned 400: " + reason + " See");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"too long"}]} | too long
        {"issue":[{"severity":"error","code":"invalid","details":{"text":"too odd"},"diagnostics":"line 1"}]} | too odd; line 1
        {"issue":[{"code":"value","details":{"coding":[{"system":"s","code":"c","display":"Bad value"}]}}]}   | Bad value
        {"issue":[{"severity":"fatal","code":"structure","expression":["a.b"]},{"diagnostics":"z"}]}          | fatal; structure; z
        {"issue":{"diagnostics":"no list"}}                                                    | no list
        {"message":{"resourceType":"OperationOutcome","issue":[{"details":{"text":"nested"}}]}} | nested
        {"type":"about:blank","title":"Bad","status":422,"detail":"too long"}                  | too long
        {"type":"about:blank","title":"Unprocessable","status":422}                            | Unprocessable
        {"title":"Bad","invalid-params":[{"name":"age","reason":"must be positive"}]}          | must be positive
        {"detail":[{"loc":["body","isPublic"],"msg":"field required","type":"missing"}]}       | field required
        {"error":"invalid_request","error_description":"no such scope"}                        | no such scope
        {"error":"Bad Request"}                                                                | Bad Request
        {"error":{"code":422,"message":"too long","status":"INVALID"}}                         | too long
        {"errors":["one","two","one"]}                                                         | one; two
        {"errors":[{"detail":"one"},{"title":"two"},{"code":"E3"}]}                            | one; two; E3
        {"errors":{"isPublic":["not a flag"],"contentType":["not a type"]}}                    | not a flag; not a type
        {"message":"Validation failed","errors":[{"field":"isPublic","message":"not a flag"}]} | Validation failed; not a flag
        {"message":[{"target":{"a":"marker"},"value":"marker","constraints":{"x":"not a flag"}}]} | not a flag
        {"message":"","error":"Bad Request"}                                                   | Bad Request
        [{"message":"one"},{"message":"two"}]                                                  | one; two
        "too long"                                                                             | too long
        """)
    void quotesReasonOfEveryFormat(String body, String reason) {
        ovok.then(response(422, body), response(415, body));

        assertThat(refusal()).hasMessage("OVOK returned 422: " + reason + ". See docs/troubleshooting.md#not-accepted");
        assertThat(refusal()).hasMessage("OVOK returned 415: " + reason + ". See docs/troubleshooting.md#not-accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "detail", "title", "error", "error_description", "diagnostics", "text"})
    void quotesNoSecret(String field) {
        String words = "Bearer %s, %s, %s for https://b.example/?X-Amz-Signature=%s and cat.png"
                .formatted(
                        TOKEN,
                        policy(),
                        "AKIAMARKER/20260102/eu-central-1/s3/aws4_request",
                        "0123456789abcdef".repeat(4));
        ovok.then(response(422, "{\"issue\":[{\"" + field + "\":\"" + words + "\"}]}"));

        assertThat(refusal())
                .hasMessageContaining("Bearer (token), (key), (key) for (URL) and (file name).")
                .hasMessageNotContaining("0123456789");
    }

    @Test
    void quotesOnlyTheReason() {
        ovok.then(response(422, entry(ovok.url()).replaceFirst("\\{", "{\"message\":\"no\",")));

        assertThat(refusal()).hasMessage("OVOK returned 422: no. See docs/troubleshooting.md#not-accepted");
    }

    @Test
    void quotesMediaTypeAndFieldNames() {
        String type = "application/vnd.ms-excel.sheet.macroEnabled.12";
        String words = type + " in DocumentReference.content.attachment.contentType";
        ovok.then(response(422, "{\"message\":\"" + words + "\"}"));
        FileInfo file = new FileInfo("x.xlsm", type, false);

        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> documents.create(file, deadline()))
                .withMessageContaining(words);
    }

    @Test
    @Timeout(10)
    void readsDeepAndLongReasonsFast() {
        String deep = "{\"message\":".repeat(900) + "{}" + "}".repeat(900);
        String wide = "[" + "{\"message\":{}},".repeat(60_000) + "1]";
        ovok.then(
                response(422, deep),
                response(422, wide),
                response(422, "{\"message\":\"" + "x".repeat(1_000_000) + "\"}"));

        assertThat(refusal()).hasMessageContaining("422: it gave no reason.");
        assertThat(refusal()).hasMessageContaining("422: 1.");
        assertThat(refusal()).hasMessageContaining("422: " + "x".repeat(500) + ". See");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Müller-Knie 7.pdf is too long",
                "the name mÜLLER… is taken",
                "Mu\u0308ller is no name",
                "M%C3%BCller-Knie%207.pdf",
                "M\\\\u00fcller",
                "what about knie?",
                "Müller-Knie 7.pdf: see Müller-K..."
            })
    void omitsReasonWithPartOfFileName(String message) {
        ovok.then(response(422, "{\"message\":\"" + message + "\"}"));
        FileInfo file = new FileInfo("Müller-Knie 7.pdf", "application/pdf", false);
        UploadException refusal =
                requireNonNull(catchThrowableOfType(UploadException.class, () -> documents.create(file, deadline())));

        assertThat(printed(refusal).toLowerCase(Locale.ROOT)).doesNotContain("ller", "knie");
    }

    @Test
    void omitsReasonWithExtensionOfFileName() {
        FileInfo file = new FileInfo("Dr.Kim", "application/pdf", false);
        ovok.then(response(422, "{\"message\":\"KIM is no name\"}"));
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> documents.create(file, deadline()))
                .withMessageStartingWith("OVOK returned 422: the reason names the file and is omitted. See");

        FileInfo scan = new FileInfo("7.pdf", "application/pdf", false);
        ovok.then(response(422, "{\"message\":\"application/pdf is not taken\"}"));
        assertThatExceptionOfType(UploadException.Rejected.class)
                .isThrownBy(() -> documents.create(scan, deadline()))
                .withMessageStartingWith("OVOK returned 422: application/pdf is not taken. See");
    }

    @Test
    void acceptsErrorWithoutBody() {
        ovok.then(response(422, ""));

        assertThat(refusal()).hasMessageContaining("422: it gave no reason.");
    }

    @Test
    void cutsLongReason() {
        ovok.then(response(422, "{\"message\":\"" + "x".repeat(100_000) + "\"}"));

        assertThat(refusal().getMessage()).hasSizeLessThan(700).contains("x".repeat(500));
    }

    @ParameterizedTest
    @CsvSource({"429, 7, 7", "503, 99999999, 99999999", "409, 0, 0"})
    void keepsRetryAfter(int status, String header, long seconds) {
        ovok.then(response(status, "", "Retry-After: " + header));

        assertThat(retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void comparesRetryAfterWithOvoksClock(int status) {
        ovok.then(response(
                status, "", "Date: Sat, 02 Jan 2027 03:04:05 GMT", "Retry-After: Saturday, 02-Jan-27 04:04:05 GMT"));

        assertThat(retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wed, 21 Oct 2026 07:28:00", "-1", "soon"})
    void ignoresMalformedRetryAfter(String header) {
        ovok.then(response(503, "", "Retry-After: " + header));

        assertThat(((UploadException.Unavailable) refusal()).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "null",
                "<html>marker</html>",
                "[]",
                "\"marker\"",
                "{}",
                "{\"id\":\"1\"}",
                "{\"id\":\"1\",\"uploadOptions\":null}",
                "{\"id\":\"1\",\"uploadOptions\":\"marker\"}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"https://marker.example.com/b\"}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":null,\"fields\":{}}}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"https://marker.example.com/b\",\"fields\":null}}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"https://marker.example.com/b\",\"fields\":[]}}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"https://marker.example.com/b\",\"fields\":{\"a\":null}}}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"https://marker.example.com/b\",\"fields\":{\"a\":{}}}}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"marker\",\"fields\":{}}}",
                "{\"id\":\"1\",\"uploadOptions\":{\"url\":\"https://marker/b\",\"fields\":{\"policy\":\"marker\"}}}",
                "{\"id\":\"\",\"uploadOptions\":{\"url\":\"https://marker.example.com/b\",\"fields\":{}}}",
                "{\"uploadOptions\":{\"url\":\"https://marker.example.com/b\",\"fields\":{}}}"
            })
    void reportsMalformedDocumentAsFault(String body) {
        ovok.then(response(200, body));
        UploadException refused = refusal();

        assertThat(refused).isInstanceOf(UploadException.Unavailable.class);
        assertThat(refused.problem()).isEqualTo(Problem.OVOK_FAULT);
        assertThat(printed(refused)).doesNotContain("marker");
    }

    @Test
    void reportsEmptyResponseAsFault() {
        ovok.then(response(204, ""));

        assertThat(refusal().problem()).isEqualTo(Problem.OVOK_FAULT);
    }

    private Duration retryAfter() {
        return ((UploadException.Unavailable) refusal()).retryAfter().orElseThrow();
    }

    private UploadException refusal() {
        UploadException refusal = catchThrowableOfType(
                UploadException.class, () -> documents.create(CAT, deadline()).post());
        assertQuiet(printed(requireNonNull(refusal)));
        return refusal;
    }
}
