package com.ovok.local.e2e.front;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.http.Faults;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.lambda.LambdaFunction;
import com.ovok.local.ovok.Document;
import com.ovok.local.ovok.OvokEmulator;
import com.ovok.local.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The deployed function under the real runtime, once per gateway, between servers on loopback. */
final class RunningApi implements AutoCloseable {
    static final String INBOX = "ovok-inbox";
    static final String ALLOWED = INBOX + "/letters/";
    static final String PAGE = "https://app.example.com";
    /** In bytes: the maximum size of a file in OVOK. */
    static final int MOST = 1 << 20;

    private static final String DOCUMENTS = "ovok-documents";
    private static final String TOKEN = "local-access-token";
    private static final Path ZIP = Path.of(System.getProperty("root.directory"), "function", "target", "function.zip");
    private static final JsonMapper JSON = new JsonMapper();

    final Faults faults = new Faults();
    final S3Server s3 = S3Server.builder(INBOX, DOCUMENTS).faults(faults).start();
    final OvokEmulator ovok = OvokEmulator.builder(s3, DOCUMENTS)
            .accessToken(TOKEN)
            .maxSize(MOST)
            .faults(faults)
            .start();
    private final FunctionPackage code;
    private final Map<String, String> settings;
    private final Map<Gateway, LambdaFunction> functions = new EnumMap<>(Gateway.class);

    /** Starts the servers; each function starts with its first request. */
    RunningApi(Duration timeout) throws IOException {
        this(timeout, Map.of());
    }

    /** Starts the servers with further settings of the functions. */
    RunningApi(Duration timeout, Map<String, String> settings) throws IOException {
        this.settings = settings;
        code = FunctionPackage.unpack(ZIP);
        for (Gateway gateway : Gateway.values()) {
            functions.put(gateway, function(gateway, timeout));
        }
    }

    /** Returns a function with one process, which the caller closes. */
    LambdaFunction function(Gateway gateway, Duration timeout) {
        FunctionConfiguration configuration = new FunctionConfiguration(
                gateway.handler(),
                "com.ovok.upload.lambda." + gateway.handler(),
                timeout,
                1769,
                environment(),
                FunctionConfiguration.MANAGED_JVM_OPTIONS);
        return new LambdaFunction(code, configuration, 1, System.err::println);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "OVOK_BASE_URL", ovok.baseUri().toString(),
                "OVOK_ACCESS_TOKEN", TOKEN,
                "AWS_REGION", s3.region(),
                "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", s3.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", s3.credentials().secretAccessKey(),
                "ALLOWED_SOURCES", ALLOWED,
                "CORS_ALLOWED_ORIGINS", PAGE));
        environment.putAll(settings);
        return environment;
    }

    /** Sends a request as a gateway's raw event and validates the response by the API's description. */
    Response response(Gateway gateway, Call call) throws IOException {
        return response(requireNonNull(functions.get(gateway)), gateway, call);
    }

    Response response(LambdaFunction function, Gateway gateway, Call call) throws IOException {
        JsonNode response = raw(function, gateway, call);
        return Response.to(
                call,
                response.path("statusCode").asInt(),
                headers(response),
                response.path("body").asText());
    }

    /** Sends a request as a gateway's raw event and returns the gateway's response. */
    JsonNode raw(Gateway gateway, Call call) throws IOException {
        return raw(requireNonNull(functions.get(gateway)), gateway, call);
    }

    private static JsonNode raw(LambdaFunction function, Gateway gateway, Call call) throws IOException {
        InvocationResult result = function.invoke(gateway.event(call));
        assertThat(result).isInstanceOf(InvocationResult.Success.class);
        return JSON.readTree(result.payload());
    }

    /** Returns the document that a successful response refers to. */
    Document created(Gateway gateway, Call call) throws IOException {
        Response response = response(gateway, call);
        assertThat(response.status()).as("%s", response.body()).isEqualTo(201);
        String id = response.body().path("id").asText();
        assertThat(response.headers())
                .containsEntry(
                        "Location", ovok.baseUri().resolve("/document/" + id).toString());
        return ovok.documents().stream()
                .filter(document -> document.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> headers(JsonNode response) {
        Map<String, String> headers = new HashMap<>();
        response.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }

    @Override
    public void close() throws IOException {
        for (LambdaFunction function : functions.values()) {
            function.close();
        }
        code.close();
        ovok.close();
        s3.close();
    }
}
