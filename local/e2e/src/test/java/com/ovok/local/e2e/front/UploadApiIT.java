package com.ovok.local.e2e.front;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Operation;
import com.ovok.local.ovok.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to upload and each failure, alike through each gateway. */
class UploadApiIT {
    private static final String FILE = part("name='file'; filename='a.txt'", "hello");

    private static final Call GZIP =
            Call.put("/documents/a.txt", "text/plain", "").withBytes("\u001f\u008b\b\u0000");

    @TempDir
    static Path directory;

    @AutoClose
    private static RunningApi api;

    @BeforeAll
    static void start() throws IOException {
        api = new RunningApi(Duration.ofSeconds(29));
        store("letters/Müller 1+2.txt", "text/plain", Map.of("ovok-is-public", "true"));
        store("private/secret.txt", "text/plain", Map.of());
    }

    private static void store(String key, String type, Map<String, String> metadata) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "hello");
        api.s3.put(RunningApi.INBOX, key, file, type, metadata);
    }

    @ParameterizedTest
    @MethodSource
    void createsDocument(Gateway gateway, Call call, String name, String type, boolean isPublic) throws IOException {
        Document document = api.created(gateway, call);

        assertThat(document.fileName()).isEqualTo(name);
        assertThat(document.contentType()).isEqualTo(type);
        assertThat(document.publicToken().isPresent()).isEqualTo(isPublic);
        assertThat(document.isComplete()).isTrue();
        assertThat(document.file().map(Document.StoredFile::sha256)).contains(sha256("hello"));
    }

    static Stream<Arguments> createsDocument() {
        return inEach(
                Arguments.of(Call.put("/documents/a.txt", "text/plain", "hello"), "a.txt", "text/plain", false),
                Arguments.of(
                        Call.put(
                                "/documents/a%20+%25%C3%BC%E6%9D%B1.pdf", "application/x-www-form-urlencoded", "hello"),
                        "a +%ü東.pdf",
                        "application/pdf",
                        false),
                Arguments.of(
                        Call.put("/documents/a.txt", "text/plain", "hello").asking("isPublic", "true"),
                        "a.txt",
                        "text/plain",
                        true),
                Arguments.of(Call.form(FILE), "a.txt", "text/plain", false),
                Arguments.of(
                        Call.form(
                                part("name='submit'", "Send"),
                                part("name='file'; filename=''\nContent-Type: image/png", "hello"),
                                part("name='fileName'", "Knie rechts ü.png"),
                                part("name='isPublic'", "true")),
                        "Knie rechts ü.png",
                        "image/png",
                        true),
                Arguments.of(
                        Call.form(
                                part("name=file; filename='say %22ü%22; \\'x\\'.png'", "hello"),
                                part("name='fileName'", " ")),
                        "say \"ü\"; \"x\".png",
                        "image/png",
                        false),
                Arguments.of(
                        Call.form(part("name=file; filename=x.png; filename*=UTF-8``%E6%9D%B1%20a.png", "hello")
                                .replace('`', '\'')),
                        "東 a.png",
                        "image/png",
                        false),
                Arguments.of(
                        Call.form(part("name='file'; filename='" + "ü".repeat(250) + ".png'", "hello")),
                        "ü".repeat(250) + ".png",
                        "image/png",
                        false),
                Arguments.of(
                        Call.form(part("name=file; filename*=UTF-8``%E6%9D%B1.png; filename=x.png", "hello")
                                .replace('`', '\'')),
                        "東.png",
                        "image/png",
                        false),
                Arguments.of(
                        Call.form(part("name=file; filename=x.png; filename*=UTF-8``bad%2", "hello")
                                .replace('`', '\'')),
                        "x.png",
                        "image/png",
                        false),
                Arguments.of(
                        Call.form(part("name=file;\n filename=x.png\nContent-Transfer-Encoding: base64", "aGVs\nbG8=")),
                        "x.png",
                        "image/png",
                        false),
                Arguments.of(
                        Call.form(part(
                                "name=file; filename=x.png\nContent-Transfer-Encoding: quoted-printable", "h=65llo")),
                        "x.png",
                        "image/png",
                        false),
                Arguments.of(
                        latin1(Call.form(
                                part("name='file'; filename='M%ller.png'", "hello"),
                                part("name=_charset_", "iso-8859-1"))),
                        "Müller.png",
                        "image/png",
                        false),
                Arguments.of(
                        Call.put("/documents/a.txt", "text/plain", "hello").behind("/v1/a"),
                        "a.txt",
                        "text/plain",
                        false),
                Arguments.of(Call.form(FILE).behind("/v1"), "a.txt", "text/plain", false),
                Arguments.of(
                        Call.put("/documents/a.txt", "text/plain", "hello").with("Content-Encoding", "identity"),
                        "a.txt",
                        "text/plain",
                        false),
                Arguments.of(
                        Call.json("{'fileName':'a','contentType':'x/y','content':'aGVs\\r\\nbG8'}"), "a", "x/y", false),
                Arguments.of(
                        Call.json("{'fileName':'ü.txt','contentType':'text/plain','content':'aGVsbG8='}"),
                        "ü.txt",
                        "text/plain",
                        false),
                Arguments.of(
                        Call.json("{'fileName':'a','contentType':'x/y','isPublic':true,'content':'aGVsbG8='}"),
                        "a",
                        "x/y",
                        true),
                Arguments.of(
                        Call.json("{'bucket':'ovok-inbox','key':'letters/Müller 1+2.txt'}"),
                        "Müller 1+2.txt",
                        "text/plain",
                        true),
                Arguments.of(
                        Call.json("{'bucket':'ovok-inbox','key':'letters/Müller 1+2.txt','fileName':'other.txt',"
                                + "'isPublic':false}"),
                        "other.txt",
                        "text/plain",
                        false));
    }

    @ParameterizedTest
    @EnumSource
    void createsDocumentOfEmptyFile(Gateway gateway) throws IOException {
        assertThat(api.created(gateway, Call.put("/documents/empty", "text/plain", ""))
                        .file()
                        .map(Document.StoredFile::size))
                .contains(0L);
    }

    @ParameterizedTest
    @MethodSource
    void rejectsRequests(Gateway gateway, Call call, int status, String problem) throws IOException {
        int before = api.ovok.documents().size();
        Response response = api.response(gateway, call);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.problem()).isEqualTo(problem);
        assertThat(api.ovok.documents()).hasSize(before);
    }

    static Stream<Arguments> rejectsRequests() {
        Call put = Call.put("/documents/a.txt", "text/plain", "hello");
        return inEach(
                refused(Call.put("/documents/", "text/plain", "hello"), 400, "bad-request"),
                refused(put.asking("isPublic", "yes"), 400, "bad-request"),
                refused(put.with("Content-Length", "6"), 400, "bad-request"),
                refused(put.with("Idempotency-Key", "ü"), 400, "bad-request"),
                refused(put.with("Idempotency-Key", "x".repeat(256)), 400, "bad-request"),
                refused(put.by("DELETE"), 405, "method-not-allowed"),
                refused(Call.form(FILE).by("GET"), 405, "method-not-allowed"),
                refused(Call.put("/other", "text/plain", "hello"), 404, "not-found"),
                refused(Call.put("/documents2/a", "text/plain", "hello"), 404, "not-found"),
                refused(Call.form(FILE, FILE), 400, "bad-request"),
                refused(Call.form(part("name='isPublic'", "true")), 400, "bad-request"),
                refused(Call.form(part("name='file'", "hello")), 400, "bad-request"),
                refused(Call.form("X: " + "y".repeat(5000) + "\n\nhello"), 400, "bad-request"),
                refused(
                        Call.form(Stream.generate(() -> "A: b\n\nc").limit(21).toArray(String[]::new)),
                        400,
                        "bad-request"),
                refused(Call.post("multipart/form-data; boundary=xyz", "--xyz\r\nContent-Dis"), 400, "bad-request"),
                refused(Call.post("multipart/form-data; boundary=xyz", ""), 400, "bad-request"),
                refused(Call.post("multipart/form-data", "hello"), 400, "bad-request"),
                refused(Call.post("text/plain", "hello"), 415, "unsupported-media-type"),
                refused(GZIP.with("Content-Encoding", "gzip"), 415, "unsupported-media-type"),
                refused(put.with("Content-Encoding", "aws-chunked"), 415, "unsupported-media-type"),
                refused(Call.json("{}").with("Content-Encoding", "br"), 415, "unsupported-media-type"),
                refused(Call.form(FILE + "\n").with("Content-Encoding", "zstd"), 415, "unsupported-media-type"),
                refused(Call.form(FILE).at("/documents/a.txt"), 415, "unsupported-media-type"),
                refused(put.with("Content-Range", "bytes 0-4/9"), 400, "bad-request"),
                refused(Call.put("/documents/M%FCller.pdf", "text/plain", "hello"), 400, "bad-request"),
                refused(latin1(Call.form(part("name='file'; filename='M%ller.png'", "hello"))), 400, "bad-request"),
                refused(
                        Call.form(part("name=file; filename=a\nContent-Transfer-Encoding: base64", "*")),
                        400,
                        "bad-request"),
                refused(
                        Call.json("{'fileName':'a','contentType':'x/y','content':'data:x/y;base64,aGVsbG8='}"),
                        400,
                        "bad-request"),
                refused(Call.json("{"), 400, "bad-request"),
                refused(Call.json(""), 400, "bad-request"),
                refused(Call.json("[".repeat(100_000)), 400, "bad-request"),
                refused(Call.json("[]"), 400, "bad-request"),
                refused(Call.json("{'fileName':'a','contentType':'x/y'}"), 400, "bad-request"),
                refused(Call.json("{'fileName':'a','contentType':'x/y','content':'*'}"), 400, "bad-request"),
                refused(Call.json("{'fileName':7,'contentType':'x/y','content':''}"), 400, "bad-request"),
                refused(
                        Call.json("{'fileName':'a','contentType':'x/y','content':'','isPublic':'true'}"),
                        400,
                        "bad-request"),
                refused(
                        Call.json("{'fileName':'a','contentType':'x/y','content':'','ispublic':true}"),
                        400,
                        "bad-request"),
                refused(Call.json("{'bucket':'ovok-inbox'}"), 400, "bad-request"),
                refused(Call.json("{'bucket':'a/b','key':'c'}"), 400, "bad-request"),
                refused(Call.json("{'bucket':'ovok-inbox','key':'private/secret.txt'}"), 403, "source-not-allowed"),
                refused(
                        Call.json("{'bucket':'ovok-inbox','key':'letters/../private/secret.txt'}"),
                        403,
                        "source-not-allowed"),
                refused(Call.json("{'bucket':'ovok-inbox2','key':'letters/a'}"), 403, "source-not-allowed"),
                refused(Call.json("{'bucket':'ovok-inbox','key':'letters/absent'}"), 404, "source-not-found"));
    }

    @ParameterizedTest
    @EnumSource
    void reportsSizeLimitOfOvok(Gateway gateway) throws IOException {
        Response response =
                api.response(gateway, Call.put("/documents/a", "text/plain", "x".repeat(RunningApi.MOST + 1)));

        assertThat(response.status()).isEqualTo(413);
        assertThat(response.body().path("detail").asText())
                .contains("1048577 bytes")
                .contains("to 1048576");
    }

    @ParameterizedTest
    @MethodSource
    void reportsFaultsOfOvok(Gateway gateway, Fault fault, int status, String detail) throws IOException {
        api.faults.next(Operation.CREATE_DOCUMENT, fault);
        Response response = api.response(gateway, Call.put("/documents/a.txt", "text/plain", "hello"));

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body().path("detail").asText()).startsWith(detail);
    }

    static Stream<Arguments> reportsFaultsOfOvok() {
        String words = "{\"statusCode\":422,\"message\":[\"contentType is odd\",\"a.txt is taken\"]}";
        return inEach(
                Arguments.of(
                        Fault.status(422).body("application/json", words),
                        422,
                        "OVOK returned 422: contentType is odd; (file name) is taken."),
                Arguments.of(Fault.status(401), 500, "The service is misconfigured."),
                Arguments.of(Fault.status(500), 502, "OVOK returned 500"),
                Arguments.of(Fault.status(200).body("text/html", "<p>"), 502, "OVOK returned a malformed response"),
                Arguments.of(Fault.status(503).header("Retry-After", "60"), 503, "OVOK returned 503"),
                Arguments.of(Fault.status(429).header("Retry-After", "60"), 503, "OVOK returned 429"));
    }

    @ParameterizedTest
    @EnumSource
    void sendsRetryAfter(Gateway gateway) throws IOException {
        api.faults.next(Operation.CREATE_DOCUMENT, Fault.status(503).header("Retry-After", "60"));

        assertThat(api.response(gateway, Call.put("/documents/a.txt", "text/plain", "hello"))
                        .headers())
                .containsEntry("Retry-After", "60");
    }

    @ParameterizedTest
    @EnumSource
    void createsDocumentPerRequestWithoutKey(Gateway gateway) throws IOException {
        Call call = Call.put("/documents/a.txt", "text/plain", "hello");

        assertThat(api.created(gateway, call).id())
                .isNotEqualTo(api.created(gateway, call).id());
    }

    @ParameterizedTest
    @EnumSource
    void returnsSameDocumentForSameKey(Gateway gateway) throws IOException {
        Call first = Call.put("/documents/a.txt", "text/plain", "hello").with("Idempotency-Key", "same-" + gateway);
        Call sameAsJson = Call.json("{'fileName':'a.txt','contentType':'text/plain','content':'aGVsbG8='}")
                .with("Idempotency-Key", "same-" + gateway);
        String id = api.created(gateway, first).id();

        assertThat(api.created(gateway, first).id()).isEqualTo(id);
        assertThat(api.created(gateway, sameAsJson).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsReusedKey(Gateway gateway) throws IOException {
        String key = "other-" + gateway;
        Call put = Call.put("/documents/a.txt", "text/plain", "hello").with("Idempotency-Key", key);
        String id = api.created(gateway, put).id();

        for (Call other : new Call[] {
            Call.put("/documents/b.txt", "text/plain", "hello"),
            Call.put("/documents/a.txt", "text/html", "hello"),
            Call.put("/documents/a.txt", "text/plain", "hallo"),
            Call.put("/documents/a.txt", "text/plain", "hello").asking("isPublic", "true"),
            Call.json("{'bucket':'ovok-inbox','key':'letters/Müller 1+2.txt'}")
        }) {
            Response response = api.response(gateway, other.with("Idempotency-Key", key));
            assertThat(response.status()).isEqualTo(422);
            assertThat(response.problem()).isEqualTo("idempotency-key-reused");
        }
        assertThat(api.created(gateway, put).id()).isEqualTo(id);
    }

    @ParameterizedTest
    @EnumSource
    void resumesWithSameKeyAfterFailure(Gateway gateway) throws IOException {
        Call call = Call.put("/documents/a.txt", "text/plain", "hello").with("Idempotency-Key", "again-" + gateway);
        api.faults.next(Operation.CREATE_DOCUMENT, Fault.status(503).header("Retry-After", "60"));
        assertThat(api.response(gateway, call).status()).isEqualTo(503);

        assertThat(api.created(gateway, call).isComplete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void letsOnlyAllowedOriginsReadResponses(Gateway gateway) throws IOException {
        Call call = Call.put("/documents/a.txt", "text/plain", "hello");

        assertThat(api.response(gateway, call.with("Origin", RunningApi.PAGE)).headers())
                .containsEntry("Access-Control-Allow-Origin", RunningApi.PAGE)
                .containsEntry("Access-Control-Expose-Headers", "Location, Retry-After")
                .containsEntry("Vary", "Origin");
        assertThat(api.response(gateway, call.with("Origin", "https://elsewhere.example.com"))
                        .headers())
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @EnumSource
    void respondsToPreflight(Gateway gateway) throws IOException {
        JsonNode response = api.raw(
                gateway,
                Call.put("/documents/a.txt", "text/plain", "")
                        .by("OPTIONS")
                        .with("Origin", RunningApi.PAGE)
                        .with("Access-Control-Request-Method", "PUT"));

        assertThat(response.path("statusCode").asInt()).isEqualTo(204);
        assertThat(response.at("/headers/Access-Control-Allow-Methods").asText())
                .contains("PUT", "POST");
        assertThat(response.at("/headers/Access-Control-Allow-Headers").asText())
                .contains(
                        "Authorization",
                        "Content-Type",
                        "Idempotency-Key",
                        "x-amz-date",
                        "x-amz-security-token",
                        "x-amz-content-sha256");
    }

    /** Uses single quotation marks in place of double ones. */
    private static String part(String disposition, String content) {
        return "Content-Disposition: form-data; " + disposition.replace('\'', '"') + "\n\n" + content;
    }

    /** Replaces each percent sign by the Latin-1 byte of "ü". */
    private static Call latin1(Call call) {
        return call.withBytes(call.latin1Body().replace('%', '\u00fc'));
    }

    private static Arguments refused(Call call, int status, String problem) {
        return Arguments.of(call, status, problem);
    }

    private static Stream<Arguments> inEach(Arguments... cases) {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> Stream.of(cases)
                        .map(one -> Arguments.of(Stream.concat(Stream.of(gateway), Stream.of(one.get()))
                                .toArray())));
    }

    private static String sha256(String text) {
        return Hashing.sha256().hashString(text, UTF_8).toString();
    }
}
