package com.ovok.local.e2e.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One endpoint in place of all AWS services: S3, DynamoDB and Secrets Manager. */
class EndpointIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String SECRET =
            "{\"SecretString\":\"{\\\"accessToken\\\":\\\"%s\\\"}\"}".formatted(TestEnvironment.TOKEN);

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private TestEnvironment scene;
    private HttpServer aws;

    @BeforeEach
    void start() throws IOException {
        scene = new TestEnvironment();
        aws = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        aws.createContext("/", this::respond);
        aws.start();
    }

    @AfterEach
    void stop() throws IOException {
        aws.stop(0);
        scene.close();
    }

    @Test
    void callsEveryServiceAtOneEndpoint() throws Exception {
        Map<String, String> settings = Map.of(
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.getAddress().getPort(),
                "AWS_ENDPOINT_URL_S3", "",
                "AWS_ENDPOINT_URL_DYNAMODB", "",
                "OVOK_ACCESS_TOKEN", "",
                "OVOK_SECRET_ID", "uploader");
        try (FunctionProcess process = scene.process("S3Handler", TIMEOUT, settings)) {
            assertThat(process.invoke(TestEnvironment.event("a.txt", "0A"), TIMEOUT))
                    .isInstanceOf(InvocationResult.Success.class);
        }

        assertThat(scene.complete()).extracting(scene::stored).containsExactly("meow");
        assertThat(calls)
                .contains("GET /ovok-inbox/a.txt", "DynamoDB_20120810.UpdateItem", "secretsmanager.GetSecretValue");
    }

    private void respond(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        calls.add(target == null ? exchange.getRequestMethod() + " " + exchange.getRequestURI() : target);
        exchange.getRequestBody().readAllBytes();
        String body = target == null ? "meow" : target.startsWith("DynamoDB") ? "{\"Attributes\":{}}" : SECRET;
        exchange.sendResponseHeaders(200, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }
}
