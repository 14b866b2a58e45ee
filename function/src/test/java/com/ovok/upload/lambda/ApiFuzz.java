package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.assertQuiet;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.ovok.upload.MalformedInputs;
import com.ovok.upload.Samples;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;

/** Every request of a caller ends as a document or as a 4xx problem. */
abstract class ApiFuzz {
    private static final String BOUNDARY = "x-boundary";

    private final FuzzHarness door = new FuzzHarness();
    private final Gateway gateway;

    ApiFuzz(Gateway gateway) throws IOException {
        this.gateway = gateway;
    }

    @AfterProperty
    void stop() throws IOException {
        door.close();
    }

    @Property
    void respondsToMangledEvents(@ForAll("mangled") byte[] event) {
        responded(event);
    }

    @Property
    void respondsToAnyFileName(@ForAll("paths") String path, @ForAll("texts") String type) {
        ObjectNode event = gateway.eventWithContentType(type);
        gateway.rawPath(event, "/documents/" + path);
        responded(bytes(event));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void respondsToAnyPath(@ForAll("prefixes") String prefix, @ForAll("paths") String path, @ForAll boolean post) {
        ObjectNode event = gateway.event();
        gateway.rawPath(event, prefix + path);
        gateway.method(event, post ? "POST" : "PUT");
        responded(bytes(event));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void respondsToAnyCaller(@ForAll("callers") byte[] event) {
        responded(event);
    }

    /** The bytes of a created document are the sender's, however the gateway passed them. */
    @Property(edgeCases = EdgeCasesMode.NONE)
    void keepsBodiesOrRejectsThem(
            @ForAll("types") String type,
            @ForAll("files") byte[] sent,
            @ForAll("transfers") Transfer transfer,
            @ForAll boolean hasLength) {
        ObjectNode event = gateway.eventWithContentType(type);
        ObjectNode headers = (ObjectNode) event.get("headers");
        headers.remove("content-length");
        if (hasLength) {
            headers.put("content-length", Integer.toString(sent.length));
        }
        event.put("body", transfer.of(sent)).put("isBase64Encoded", transfer == Transfer.BASE64);
        JsonNode response = gateway.response(door.running.app, event, RunningApp.context());
        judge(response);

        // Text cannot be distinguished from Latin-1 that was decoded as text.
        boolean isHidden = transfer == Transfer.NO_BASE64 && !hasLength;
        if (response.path("statusCode").asInt() == 201 && !isHidden) {
            assertThat(door.content()).isEqualTo(new String(sent, ISO_8859_1));
        }
    }

    @Property
    void respondsToAnyHeadersAndQuery(
            @ForAll("headers") Map<String, String> headers, @ForAll("texts") String isPublic) {
        ObjectNode event = gateway.event();
        headers.forEach(((ObjectNode) event.get("headers"))::put);
        ((ObjectNode) event.get("queryStringParameters")).put("isPublic", isPublic);
        responded(bytes(event));
    }

    @Property
    void respondsToAnyForm(@ForAll("formTypes") String type, @ForAll("forms") byte[] form) {
        responded(bytes(posted(type, Base64.getEncoder().encodeToString(form), true)));
    }

    @Property
    void respondsToAnyJsonBody(@ForAll("bodies") byte[] body, @ForAll("transfers") Transfer transfer) {
        responded(bytes(posted("application/json", transfer.of(body), transfer != Transfer.TEXT)));
    }

    /** How a gateway passes a body, and how it never does. */
    enum Transfer {
        TEXT {
            @Override
            String of(byte[] body) {
                return new String(body, UTF_8);
            }
        },
        BASE64 {
            @Override
            String of(byte[] body) {
                return Base64.getEncoder().encodeToString(body);
            }
        },
        NO_BASE64 {
            @Override
            String of(byte[] body) {
                return new String(body, ISO_8859_1);
            }
        };

        abstract String of(byte[] body);
    }

    @Provide
    Arbitrary<byte[]> mangled() {
        Arbitrary<String> events = MalformedInputs.json(gateway.event());
        return Arbitraries.frequencyOf(
                Tuple.of(8, events.map(event -> event.getBytes(UTF_8))),
                Tuple.of(
                        1,
                        Arbitraries.of("null", "{}", "{\"headers\":{\"a\":null}}")
                                .map(text -> text.getBytes(UTF_8))));
    }

    @Provide
    Arbitrary<byte[]> callers() {
        return Arbitraries.of(
                        "{\"iam\":{\"callerId\":\"AROA:s\",\"cognitoIdentity\":{\"identityId\":\"i\"}}}",
                        "{\"jwt\":{\"claims\":{\"iss\":\"i\",\"sub\":\"s\"}}}",
                        "{\"claims\":{\"iss\":\"i\",\"sub\":\"s\"}}",
                        "{\"lambda\":{\"principalId\":\"p\",\"tenant\":{\"id\":1}}}",
                        "{\"principalId\":\"p\",\"integrationLatency\":5}")
                .flatMap(authorizer -> {
                    ObjectNode event = gateway.event().put("body", "");
                    ((ObjectNode) event.get("headers")).put("idempotency-key", "k");
                    ((ObjectNode) event.get("requestContext")).putRawValue("authorizer", new RawValue(authorizer));
                    return MalformedInputs.json(event.toString());
                })
                .map(event -> event.getBytes(UTF_8));
    }

    @Provide
    static Arbitrary<String> prefixes() {
        return Arbitraries.of("", "/", "/v1", "/documents", "/a/documents/", "/documents/documents/", "//documents/");
    }

    @Provide
    static Arbitrary<String> types() {
        return Arbitraries.of(
                "text/plain", "application/pdf", "application/json", "", "text/x;charset=utf-16", "multipart/mixed");
    }

    @Provide
    static Arbitrary<byte[]> files() {
        return Arbitraries.oneOf(
                MalformedInputs.encoded(MalformedInputs.texts()),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(60));
    }

    @Provide
    static Arbitrary<Transfer> transfers() {
        return Arbitraries.of(Transfer.TEXT, Transfer.BASE64, Transfer.BASE64, Transfer.NO_BASE64);
    }

    @Provide
    static Arbitrary<String> paths() {
        return Arbitraries.oneOf(
                MalformedInputs.texts(), MalformedInputs.texts().map(name -> URLEncoder.encode(name, UTF_8)));
    }

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(Arbitraries.of("true", "false", "image/png", ""), MalformedInputs.texts());
    }

    @Provide
    static Arbitrary<Map<String, String>> headers() {
        Arbitrary<String> names = Arbitraries.of(
                "Idempotency-Key",
                "IDEMPOTENCY-KEY",
                "content-type",
                "Content-Length",
                "content-length",
                "Content-Encoding",
                "Content-Range",
                "x-amz-content-sha256",
                "Origin",
                "");
        Arbitrary<String> values = Arbitraries.oneOf(
                MalformedInputs.texts(),
                Arbitraries.of(
                        "k",
                        "0",
                        "266",
                        "266, 266",
                        "-1",
                        "9".repeat(30),
                        "multipart/form-data",
                        "identity",
                        "gzip",
                        "deflate, br",
                        "aws-chunked",
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        "bytes 0-1/2"));
        return Arbitraries.maps(names, values).ofMaxSize(4).withoutEdgeCases();
    }

    @Provide
    static Arbitrary<String> formTypes() {
        Arbitrary<String> odd = Arbitraries.of(
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\"",
                "multipart/form-data; boundary=" + "b".repeat(5_000),
                "multipart/form-data; boundary=other",
                "Multipart/Form-Data;BOUNDARY=\"" + BOUNDARY + "\"",
                "multipart/form-data; boundary*=utf-8''" + BOUNDARY,
                "multipart/form-data; boundary=é",
                "multipart/form-data; boundary=\r\n");
        String good = "multipart/form-data; boundary=" + BOUNDARY;
        return Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(good)),
                Tuple.of(2, odd),
                Tuple.of(1, MalformedInputs.texts().map(text -> "multipart/form-data; boundary=" + text)));
    }

    @Provide
    static Arbitrary<byte[]> forms() {
        Arbitrary<String> form =
                parts().list().ofMaxSize(6).map(parts -> String.join("", parts) + "--" + BOUNDARY + "--\r\n");
        Arbitrary<String> crowded = parts().list().ofMinSize(18).ofMaxSize(25).map(parts -> String.join("", parts));
        return MalformedInputs.encoded(
                Arbitraries.frequencyOf(Tuple.of(9, form), Tuple.of(1, crowded)).withoutEdgeCases());
    }

    private static Arbitrary<String> parts() {
        Arbitrary<String> names = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("file", "fileName", "isPublic", "_charset_", "other")),
                Tuple.of(1, MalformedInputs.texts()));
        Arbitrary<String> texts = Arbitraries.oneOf(
                MalformedInputs.texts(),
                Arbitraries.of("base64", "quoted-printable", "utf-16", "UTF-8''%c3%bc", "utf-8?b?w7w=", "iso-8859-1"));
        Arbitrary<String> content = Arbitraries.oneOf(
                Arbitraries.of("true", "cat.png", "meow", "w7w=", "=C3=BC", "utf-16"), MalformedInputs.texts());
        Arbitrary<String> head = Arbitraries.of(
                "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: image/png\r\n\r\n%s\r\n",
                "Content-Disposition: form-data; name=\"%s\"; filename*=utf-8''%s\r\n\r\n%s\r\n",
                "content-disposition:form-data;name=%s;filename=%s\r\n\r\n%s\r\n",
                "Content-Disposition: form-data; name=\"%s\"\r\nContent-Type: %s\r\n\r\n%s\r\n",
                "Content-Disposition: form-data; name=\"%s\"\r\nX: %s\r\n%s",
                "Content-Disposition: form-data;\r\n name=\"%s\";\r\n\tfilename*=%s; filename=a\r\n\r\n%s\r\n",
                "Content-Disposition: form-data; name=\"%s\"; filename=\"=?%s?=\"\r\n\r\n%s\r\n",
                "Content-Disposition: form-data; name=%s; filename=a\r\nContent-Transfer-Encoding: %s\r\n\r\n%s\r\n",
                "Content-Disposition: form-data; name=%s; filename=a\r\nContent-Type: a/b; charset=%s\r\n\r\n%s\r\n",
                "X-Long: " + "x".repeat(5_000) + "\r\n%s\r\n%s\r\n\r\n%s\r\n",
                "%s\r\n\r\n%s\r\n%s\r\n");
        return Combinators.combine(head, names, texts, content)
                .as((part, name, text, body) -> "--" + BOUNDARY + "\r\n" + part.formatted(name, text, body));
    }

    @Provide
    static Arbitrary<byte[]> bodies() {
        Arbitrary<String> file = MalformedInputs.json(
                "{\"fileName\":\"cat.png\",\"contentType\":\"image/png\",\"isPublic\":true,\"content\":\"bWVvdw==\"}");
        Arbitrary<String> reference = MalformedInputs.json(
                "{\"bucket\":\"ovok-inbox\",\"key\":\"a/cat.png\",\"versionId\":\"1\",\"fileName\":\"x\",\"isPublic\":false}");
        Arbitrary<String> named = MalformedInputs.texts()
                .map(text -> Samples.json(Map.of("fileName", text, "contentType", "image/png", "content", "")));
        Arbitrary<String> encoded = Arbitraries.strings()
                .withChars("ab+/-_= \r\n*")
                .ofMaxLength(12)
                .map(text -> Samples.json(Map.of("fileName", "a", "contentType", "image/png", "content", text)));
        Arbitrary<String> keyed = MalformedInputs.texts()
                .map(text -> Samples.json(Map.of("bucket", FuzzHarness.INBOX, "key", "a" + text, "versionId", text)));
        Arbitrary<String> whole = Arbitraries.oneOf(file, reference, named, encoded, keyed);
        Arbitrary<byte[]> garbled =
                MalformedInputs.garbled("{\"bucket\":\"ovok-inbox\",\"key\":\"cat.png\"}".getBytes(UTF_8));
        return Arbitraries.frequencyOf(
                Tuple.of(6, whole.map(text -> text.getBytes(UTF_8))),
                Tuple.of(1, MalformedInputs.encoded(whole)),
                Tuple.of(1, garbled));
    }

    private ObjectNode posted(String type, String body, boolean isBase64) {
        ObjectNode event = gateway.eventWithContentType(type);
        event.put("body", body).put("isBase64Encoded", isBase64);
        ((ObjectNode) event.get("headers")).remove("content-length");
        gateway.method(event, "POST");
        gateway.rawPath(event, "/documents");
        return event;
    }

    private static byte[] bytes(JsonNode event) {
        return event.toString().getBytes(UTF_8);
    }

    private void responded(byte[] event) {
        judge(gateway.response(door.running.app, event, RunningApp.context()));
    }

    private void judge(JsonNode response) {
        int documents = door.documents();
        int status = response.path("statusCode").asInt();

        if (status == 201) {
            assertThat(Gateway.body(response).path("id").asText()).isNotEmpty();
            assertThat(documents).isLessThanOrEqualTo(1);
        } else {
            assertThat(documents).isZero();
            refused(response, status);
        }
    }

    private static void refused(JsonNode response, int status) {
        JsonNode body = Gateway.body(response);

        assertThat(status).as("%s", response).isIn(List.of(400, 403, 404, 405, 415, 422));
        assertThat(response.at("/headers/Content-Type").asText()).isEqualTo("application/problem+json");
        assertThat(body.path("type").asText()).contains("/docs/troubleshooting.md#");
        assertThat(body.path("title").asText()).isNotEmpty();
        assertThat(body.path("status").asInt()).isEqualTo(status);
        assertThat(body.path("detail").asText()).isNotEmpty();
        assertThat(response.toString()).doesNotContain("marker", "Exception", "java.", "com.ovok");
        assertQuiet(response.toString());
    }
}
