package com.ovok.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.http.ServerAddresses;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiFrontTest {
    private static final List<String> ROUTES = List.of("PUT /documents/{fileName}");
    private static final byte[] NOTHING = {};
    private static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    static Path directory;

    private static FunctionPackage code;
    private static LambdaFunction function;
    private static ApiFront front;

    @BeforeAll
    static void start() throws IOException {
        code = TestFunction.unpack(directory);
        function = new LambdaFunction(
                code,
                TestFunction.configuration("HttpApiFunction", TestFunction.RESPONSE, Duration.ofSeconds(30)),
                2,
                System.err::println);
        front = new ApiFront(0, function, ROUTES, Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        front.close();
        function.close();
        code.close();
    }

    @Test
    void passesRequestInPayloadFormat2() throws IOException {
        JsonNode event = event(
                "hello".getBytes(StandardCharsets.UTF_8),
                "PUT /documents/M%C3%BCller%20%2B%20S%C3%B6hne+1.txt?isPublic=true&tag=a%20b&tag=c&flag HTTP/1.1",
                "Host: 127.0.0.1:3000",
                "User-Agent: curl/8.14.1",
                "Content-Type: text/plain; charset=utf-8",
                "Accept: text/html",
                "accept: application/json",
                "Cookie: a=1; b=2",
                "Keep-Alive: 5",
                "Content-Length: 5");
        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("PUT /documents/{fileName}");
        assertThat(event.path("rawPath").asText()).isEqualTo("/documents/Müller + Söhne+1.txt");
        assertThat(event.at("/pathParameters/fileName").asText()).isEqualTo("Müller + Söhne+1.txt");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("isPublic=true&tag=a%20b&tag=c&flag");
        assertThat(event.path("queryStringParameters"))
                .isEqualTo(json("{\"flag\":\"\",\"isPublic\":\"true\",\"tag\":\"a b,c\"}"));
        assertThat(event.path("cookies")).isEqualTo(json("[\"a=1\",\"b=2\"]"));
        assertThat(event.at("/headers/accept").asText()).isEqualTo("text/html,application/json");
        assertThat(event.at("/headers/content-length").asText()).isEqualTo("5");
        assertThat(event.at("/headers/x-forwarded-for").asText()).isEqualTo("127.0.0.1");
        assertThat(names(event.path("headers"))).doesNotContain("cookie", "connection", "keep-alive");
        assertThat(event.path("body").asText()).isEqualTo("hello");
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
    }

    @Test
    void setsFieldsOfGateway() throws IOException {
        JsonNode event = event(
                "{}".getBytes(StandardCharsets.UTF_8),
                "PUT /documents/cat.png?isPublic=false HTTP/1.1",
                "Host: 127.0.0.1:3000",
                "User-Agent: curl/8.14.1",
                "Content-Type: application/json",
                "Content-Length: 2");
        JsonNode sample = MAPPER.readTree(Path.of(System.getProperty("root.directory"), "events", "http-api-put.json")
                .toFile());
        assertThat(names(event)).isEqualTo(names(sample));
        assertThat(names(event.path("requestContext"))).isEqualTo(names(sample.path("requestContext")));
        assertThat(names(event.at("/requestContext/http"))).isEqualTo(names(sample.at("/requestContext/http")));
        assertThat(names(event.at("/requestContext/authorizer/iam")))
                .isEqualTo(names(sample.at("/requestContext/authorizer/iam")));
        assertThat(event.at("/requestContext/http/method").asText()).isEqualTo("PUT");
        assertThat(event.at("/requestContext/http/path").asText()).isEqualTo("/documents/cat.png");
        assertThat(event.at("/requestContext/time").asText())
                .matches("\\d{2}/[A-Z][a-z]{2}/\\d{4}:\\d{2}:\\d{2}:\\d{2} \\+0000");
    }

    @Test
    void encodesBinaryBody() throws Exception {
        byte[] body = HexFormat.of().parseHex("00ff0d0a80");
        for (String type : List.of("application/octet-stream", "image/png", "text/plain")) {
            JsonNode event = MAPPER.readTree(put(type, body).body());
            assertThat(event.path("isBase64Encoded").asBoolean()).as(type).isTrue();
            assertThat(event.path("body").binaryValue()).as(type).isEqualTo(body);
        }
    }

    @Test
    void omitsMissingBody() throws IOException {
        JsonNode event = event(NOTHING, "PUT /documents/empty HTTP/1.1", "Host: localhost", "Content-Length: 0");
        assertThat(event.has("body")).isFalse();
        assertThat(event.path("isBase64Encoded").asBoolean()).isFalse();
        assertThat(event.has("queryStringParameters")).isFalse();
    }

    @Test
    void acceptsChunkedBody() throws IOException {
        JsonNode event = event(
                "2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n".getBytes(StandardCharsets.UTF_8),
                "PUT /documents/a HTTP/1.1",
                "Host: localhost",
                "Content-Type: text/plain",
                "Transfer-Encoding: chunked");
        assertThat(event.path("body").asText()).isEqualTo("hello");
    }

    @Test
    void returnsResponseOfFunction() throws Exception {
        HttpResponse<byte[]> response = putResponse("""
            {"statusCode": 201, "headers": {"Content-Type": "application/json", "Location": "/documents/7", \
            "Content-Length": "99"}, "cookies": ["a=1", "b=2; Secure"], "body": "{\\"id\\":\\"ü\\"}"}\
            """);
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.headers().firstValue("Location")).contains("/documents/7");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().allValues("Set-Cookie")).containsExactlyInAnyOrder("a=1", "b=2; Secure");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"ü\"}");
    }

    @Test
    void decodesBinaryResponse() throws Exception {
        byte[] bytes = HexFormat.of().parseHex("89504e470d0a1a0a00ff");
        HttpResponse<byte[]> response =
                putResponse("{\"statusCode\":200,\"headers\":{\"content-type\":\"image/png\"},\"body\":\""
                        + Base64.getEncoder().encodeToString(bytes) + "\",\"isBase64Encoded\":true}");
        assertThat(response.body()).isEqualTo(bytes);
        assertThat(response.headers().firstValue("Content-Type")).contains("image/png");
    }

    @Test
    void returnsOtherJsonAsBody() throws Exception {
        HttpResponse<byte[]> response = putResponse("{\"id\":\"7\"}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("{\"id\":\"7\"}");
    }

    @Test
    void hidesInvalidResponse() throws Exception {
        for (String response : List.of(
                "{\"statusCode\":\"much\"}",
                "{\"statusCode\":99}",
                "no JSON",
                "{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"*\"}")) {
            assertThat(putResponse(response).statusCode()).as(response).isEqualTo(500);
        }
    }

    @Test
    void returns413ForTooLargeBody() throws Exception {
        HttpResponse<byte[]> response = put("application/pdf", new byte[10 * 1024 * 1024 + 1]);
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"message\":\"Request Entity Too Large\"}");
    }

    @Test
    void returns413ForTooLargeEvent() throws Exception {
        assertThat(put("application/pdf", new byte[5 * 1024 * 1024]).statusCode())
                .isEqualTo(413);
    }

    @Test
    void servesItsRoutesOnly() throws Exception {
        for (String line :
                List.of("GET /documents/a", "PUT /documents", "PUT /documents/a/b", "PUT /documents/a%2Fb")) {
            assertThat(RawHttp.exchange(front.port(), NOTHING, line + " HTTP/1.1", "Host: localhost"))
                    .as(line)
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("{\"message\":\"Not Found\"}");
        }
    }

    @Test
    void rejectsMalformedQuery() throws IOException {
        assertThat(RawHttp.exchange(front.port(), NOTHING, "PUT /documents/a?b=%zz HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void reportsPortInUse() {
        assertThatThrownBy(() -> new ApiFront(front.port(), function, ROUTES, Map.of()))
                .isInstanceOf(BindException.class)
                .hasMessage("port " + front.port() + " on 127.0.0.1 is in use");
    }

    @Test
    void rejectsRequestsOfForeignPages() throws IOException {
        String put = "PUT /documents/a.txt HTTP/1.1";
        assertThat(RawHttp.exchange(front.port(), NOTHING, put, "Host: evil.example", "Content-Length: 0"))
                .startsWith("HTTP/1.1 421 ")
                .doesNotContain("evil");
        String own = "Host: 127.0.0.1:" + front.port();
        assertThat(RawHttp.exchange(
                        front.port(), NOTHING, put, own, "Origin: https://evil.example", "Content-Length: 0"))
                .startsWith("HTTP/1.1 403 ");
        String page = "Origin: http://127.0.0.1:" + front.port();
        assertThat(RawHttp.exchange(front.port(), NOTHING, put, own, page, "Content-Length: 0"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void listensOnEveryAddress() throws IOException {
        ServerAddresses addresses = ServerAddresses.of("127.0.0.2");
        try (ApiFront both = new ApiFront(addresses, 0, function, ROUTES, Map.of())) {
            for (InetAddress address : addresses.bound()) {
                try (Socket socket = new Socket(address, both.port())) {
                    assertThat(socket.isConnected()).isTrue();
                }
            }
            assertThatThrownBy(() -> new ApiFront(addresses, both.port(), function, ROUTES, Map.of()))
                    .isInstanceOf(BindException.class)
                    .hasMessage("port " + both.port() + " on 127.0.0.1 and 127.0.0.2 is in use");
        }
    }

    private static JsonNode event(byte[] body, String... head) throws IOException {
        String response = RawHttp.exchange(front.port(), body, head);
        assertThat(response).startsWith("HTTP/1.1 200 ");
        return json(RawHttp.body(response));
    }

    private static HttpResponse<byte[]> putResponse(String response) throws IOException, InterruptedException {
        return put("application/x-answer", response.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<byte[]> put(String type, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + "/documents/file"))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofByteArray(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofByteArray());
        }
    }

    private static JsonNode json(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
