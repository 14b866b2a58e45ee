package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.OBJECT_KEY;
import static com.ovok.upload.Samples.SIGNATURE;
import static com.ovok.upload.Samples.TOKEN;
import static com.ovok.upload.Samples.policy;
import static com.ovok.upload.Samples.s3Error;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.ovok.upload.MalformedInputs;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.AllowedSources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/** After any response of OVOK and S3, a transfer ends as a document or as an UploadException, and nothing leaks. */
class ResponseFuzzTest {
    private static final String NAME = "marker-patient.dcm";
    private static final JsonMapper JSON = new JsonMapper();
    /** Writes lone surrogates too, as servers that cut texts do. */
    private static final JsonMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    /** The part of a response that is read, in bytes. */
    private static final int MAX_BODY = 1 << 20;

    private final RunningApp running = new RunningApp(new AllowedSources(List.of()), List.of("127.0.0.1")).healthy();
    private int events;

    ResponseFuzzTest() throws IOException {}

    @AfterProperty
    void stop() throws IOException {
        running.close();
    }

    @Property
    void survivesAnyDocument(@ForAll("entries") byte[] entry) throws IOException {
        running.ovok.otherwise(response(200, entry));
        transfer();
    }

    /** Neither the first nor the second delivery may fail because of fields that the function does not need. */
    @Property
    void survivesAnyOptionalField(@ForAll("optional") Map<String, JsonNode> fields) throws IOException {
        ObjectNode entry = (ObjectNode) JSON.readTree(Samples.entry(running.storage.url()));
        entry.setAll(fields);
        byte[] body = ESCAPING.writeValueAsBytes(entry);
        Assume.that(body.length < MAX_BODY);
        running.ovok.otherwise(response(200, body));
        byte[] event = event();
        JsonNode first = JSON.readTree(delivered(event)).path(0);
        JsonNode second = JSON.readTree(delivered(event)).path(0);

        assertThat(first.path("id").textValue()).isEqualTo("7f0d1a52");
        assertThat(second).isEqualTo(((ObjectNode) first).without("publicToken"));
        assertThat(running.ovok.requests()).as("one document").hasSize(1);
    }

    @Property
    void survivesAnyForm(@ForAll("fields") Map<String, String> fields) throws IOException {
        String url = running.storage.url() + "/ovok-documents";
        Map<String, ?> options = Map.of("url", url, "fields", fields);
        running.ovok.otherwise(response(200, Samples.json(Map.of("id", "7f0d1a52", "uploadOptions", options))));
        transfer();
    }

    @Property
    void survivesAnyUploadUrl(@ForAll("urls") String url) throws IOException {
        Map<String, ?> options = Map.of("url", url, "fields", Samples.fields());
        running.ovok.otherwise(response(200, Samples.json(Map.of("id", "7f0d1a52", "uploadOptions", options))));
        transfer();
    }

    @Property
    void survivesAnyErrorOfOvok(
            @ForAll("refusals") Integer status, @ForAll("errors") byte[] body, @ForAll("header") String after)
            throws IOException {
        running.ovok.otherwise(response(status, body, "Retry-After: " + after));
        transfer();
    }

    @Property
    void survivesAnyResponseOfStorage(
            @ForAll("statuses") Integer status, @ForAll("xml") byte[] body, @ForAll("header") String value)
            throws IOException {
        running.storage.otherwise(
                response(status, body, "Location: " + value, "ETag: " + value, "Retry-After: " + value));
        transfer();
    }

    @Property
    void survivesAnyResponseOfInbox(
            @ForAll("statuses") Integer status, @ForAll("xml") byte[] body, @ForAll("header") String value)
            throws IOException {
        running.inbox.otherwise(response(
                status,
                body,
                "ETag: " + value,
                "Content-Type: " + value,
                "x-amz-meta-ovok-file-name: " + value,
                "x-amz-meta-ovok-is-public: " + value));
        transfer();
    }

    @Provide
    Arbitrary<byte[]> entries() {
        return MalformedInputs.encoded(MalformedInputs.json(Samples.entry(running.storage.url())));
    }

    @Provide
    static Arbitrary<Map<String, JsonNode>> optional() {
        Arbitrary<String> names = Arbitraries.of(
                "meta", "lastUpdated", "author", "fileName", "contentType", "publicToken", "unknown", "resourceType");
        Arbitrary<JsonNode> values = MalformedInputs.json("""
            {"lastUpdated":"2026","reference":{"reference":"a"},"display":["b",7],"text":{"c":[null,true,{}]}}\
            """).map(ResponseFuzzTest::parsed);
        Arbitrary<JsonNode> parts = values.map(
                whole -> whole.isObject() && !whole.isEmpty() ? whole.iterator().next() : whole);
        return Arbitraries.maps(names, Arbitraries.oneOf(values, parts))
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /** Broken JSON counts as a text. */
    private static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(json.substring(0, Math.min(json.length(), 1_000)));
        }
    }

    @Provide
    static Arbitrary<Map<String, String>> fields() {
        Arbitrary<String> policies = MalformedInputs.encoded(
                        MalformedInputs.json(new String(Base64.getDecoder().decode(policy()), UTF_8)))
                .map(Base64.getEncoder()::encodeToString);
        Arbitrary<Map<String, String>> others = Arbitraries.maps(MalformedInputs.texts(), MalformedInputs.texts())
                .ofMaxSize(4);
        Arbitrary<String> names = Arbitraries.of("Policy", "policy", "POLICY");
        return Combinators.combine(names, Arbitraries.oneOf(policies, MalformedInputs.texts()), others)
                .as((name, policy, fields) -> {
                    Map<String, String> all = new LinkedHashMap<>(fields);
                    all.put(name, policy);
                    return all;
                })
                .withoutEdgeCases();
    }

    /** Only URLs of the storage's machine and port. */
    @Provide
    Arbitrary<String> urls() {
        String storage = running.storage.url().toString();
        Arbitrary<String> odd = Arbitraries.of(
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "https://",
                "http:",
                "//127.0.0.1",
                "http://user:marker@127.0.0.1/",
                "http://[::1",
                "http://127.0.0.1:99999/",
                "http://127.1/",
                "http://0x7f.1/",
                "http://10.0.0.1/",
                "http://upload.invalid/",
                "http://upload.invalid./",
                "http://a_b/",
                "jar:file:/x!/");
        Arbitrary<String> paths = MalformedInputs.texts().map(path -> storage + "/" + path);
        return Arbitraries.oneOf(odd, paths, MalformedInputs.texts());
    }

    @Provide
    static Arbitrary<Integer> refusals() {
        return Arbitraries.of(
                300, 301, 307, 400, 401, 402, 403, 404, 405, 409, 413, 418, 422, 429, 500, 503, 599, 600, 999);
    }

    @Provide
    static Arbitrary<Integer> statuses() {
        return Arbitraries.of(
                200, 200, 201, 206, 301, 303, 307, 307, 400, 401, 403, 404, 411, 412, 416, 429, 500, 503, 599, 999);
    }

    @Provide
    static Arbitrary<byte[]> errors() {
        Arbitrary<String> formats = Arbitraries.of(
                        "{\"statusCode\":400,\"message\":[\"a\",{\"b\":\"c\"}],\"error\":\"d\"}",
                        "{\"issue\":[{\"code\":\"invalid\",\"details\":{\"text\":\"a\"},\"diagnostics\":\"b\"}]}",
                        "{\"type\":\"about:blank\",\"title\":\"a\",\"detail\":\"b\",\"errors\":[{\"detail\":\"c\"}]}",
                        "{\"error\":\"invalid_request\",\"error_description\":\"a\"}",
                        "{\"message\":\"" + NAME + " at https://b/?X-Amz-Signature=" + SIGNATURE + " with " + TOKEN
                                + " and " + policy() + "\"}")
                .flatMap(MalformedInputs::json);
        return MalformedInputs.encoded(formats);
    }

    @Provide
    static Arbitrary<byte[]> xml() {
        Arbitrary<String> codes = Arbitraries.of(
                "AccessDenied", "ExpiredToken", "EntityTooLarge", "SlowDown", "InternalError", "NoSuchKey", "");
        Arbitrary<String> errors =
                Combinators.combine(codes, MalformedInputs.texts()).as((code, text) -> s3Error(code, text));
        return MalformedInputs.encoded(
                Arbitraries.oneOf(errors, Arbitraries.of(bomb(), external(), "meow", "<html>", "")));
    }

    /** A header line with any content. */
    @Provide
    static Arbitrary<String> header() {
        return Arbitraries.oneOf(Arbitraries.of("0", "1", "999999", "-1", "true", "\"x\""), MalformedInputs.texts())
                .map(text -> text.replaceAll("[\r\n]", ""));
    }

    /** Expands to 10^9 words from a few lines. */
    private static String bomb() {
        StringBuilder xml = new StringBuilder("<!DOCTYPE Error [<!ENTITY a0 \"SlowDown\">");
        for (int i = 1; i < 10; i++) {
            xml.append("<!ENTITY a")
                    .append(i)
                    .append(" \"")
                    .append(("&a" + (i - 1) + ";").repeat(10))
                    .append("\">");
        }
        return xml + "]><Error><Code>&a9;</Code><Message>&a9;</Message></Error>";
    }

    private static String external() {
        return "<!DOCTYPE Error [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><Error><Code>&x;</Code></Error>";
    }

    private void transfer() throws IOException {
        try {
            assertQuiet(delivered(event()));
        } catch (UploadException e) {
            assertQuiet(Samples.printed(e));
        }
        assertQuiet(running.log.taken());
        for (var server : List.of(running.inbox, running.ovok, running.storage)) {
            var _ = server.requests();
        }
    }

    private String delivered(byte[] event) throws IOException {
        ByteArrayOutputStream response = new ByteArrayOutputStream();
        new S3Handler(running.app).handleRequest(new ByteArrayInputStream(event), response, RunningApp.context());
        return response.toString(UTF_8);
    }

    /** An event of a new version each time. */
    private byte[] event() {
        String version = "v" + events++;
        return new String(Samples.event("s3-put.json"), UTF_8)
                .replace("cat.png", NAME)
                .replace("lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC", version)
                .getBytes(UTF_8);
    }

    private static void assertQuiet(String output) {
        assertThat(output).doesNotContain(TOKEN, OBJECT_KEY, SIGNATURE, NAME, policy().substring(0, 20));
        assertThat(output).doesNotContain("AKIAMARKER", "root:x:", "unexpected failure");
    }
}
