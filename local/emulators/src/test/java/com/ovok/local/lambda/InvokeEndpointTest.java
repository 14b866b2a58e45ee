package com.ovok.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InvokeEndpointTest {
    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    @TempDir
    static Path directory;

    private static FunctionPackage code;
    private static LambdaFunction function;
    private static InvokeEndpoint endpoint;

    @BeforeAll
    static void start() throws IOException {
        code = TestFunction.unpack(directory);
        function = new LambdaFunction(
                code,
                TestFunction.configuration("S3Function", TestFunction.PROBE, Duration.ofSeconds(30)),
                1,
                System.err::println);
        endpoint = new InvokeEndpoint(0, Map.of("S3Function", function), LOG::add);
    }

    @AfterAll
    static void stop() throws IOException {
        endpoint.close();
        function.close();
        code.close();
    }

    @Test
    void returnsResponseOfFunction() throws Exception {
        HttpResponse<String> response = invoke("S3Function", "RequestResponse", "{\"a\":[1]}");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"a\":[1]}");
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).isEmpty();
        assertThat(response.headers().firstValue("X-Amz-Executed-Version")).contains("$LATEST");
    }

    @Test
    void acceptsNamesArnsAndQualifiers() throws Exception {
        for (String name : List.of(
                "S3Function:$LATEST",
                "arn:aws:lambda:eu-central-1:123456789012:function:S3Function",
                "123456789012:function:S3Function")) {
            assertThat(invoke(name, "RequestResponse", "1").statusCode())
                    .as(name)
                    .isEqualTo(200);
        }
    }

    @Test
    void marksFailureOfFunction() throws Exception {
        HttpResponse<String> response = invoke("S3Function", "RequestResponse", "\"fail\"");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(response.body()).contains("told to fail");
    }

    @Test
    void marksCrash() throws Exception {
        HttpResponse<String> response = invoke("S3Function", "RequestResponse", "\"exit\"");
        assertThat(response.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(response.body()).contains("Runtime.ExitError");
    }

    @Test
    void acceptsAsynchronousEvent() throws Exception {
        HttpResponse<String> response = invoke("S3Function", "Event", "{\"later\":true}");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
        await().until(() -> LOG.contains("S3Function returned: {\"later\":true}"));
    }

    @Test
    void checksDryRunOnly() throws Exception {
        assertThat(invoke("S3Function", "DryRun", "{}").statusCode()).isEqualTo(204);
    }

    @Test
    void namesExistingFunctions() throws Exception {
        HttpResponse<String> response = invoke("Other", "RequestResponse", "{}");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("ResourceNotFoundException");
        assertThat(response.body()).contains("S3Function");
    }

    @Test
    void rejectsOtherTextThanJson() throws Exception {
        HttpResponse<String> response = invoke("S3Function", "RequestResponse", "{\"open\":");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("InvalidRequestContentException");
    }

    @Test
    void rejectsTooLargeEvent() throws Exception {
        String large = '"' + "x".repeat(1024 * 1024) + '"';
        assertThat(invoke("S3Function", "Event", large).statusCode()).isEqualTo(413);
        assertThat(invoke("S3Function", "RequestResponse", large).statusCode()).isEqualTo(200);
        assertThat(invoke("S3Function", "RequestResponse", '"' + "x".repeat(7 * 1024 * 1024) + '"')
                        .statusCode())
                .isEqualTo(413);
    }

    private static HttpResponse<String> invoke(String name, String type, String event)
            throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + "/2015-03-31/functions/"
                + name.replace("$", "%24").replace(":", "%3A") + "/invocations");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("X-Amz-Invocation-Type", type)
                .POST(BodyPublishers.ofString(event))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }
}
