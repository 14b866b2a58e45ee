package com.ovok.local.e2e.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Operation;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.ovok.Document;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that is killed, or meets a fault, while it delivers the result of a completed document. */
@Execution(ExecutionMode.CONCURRENT)
class ResultCrashIT {
    /** Longer than a loaded machine needs; no case waits for it. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private static final String KEY = "result.txt";
    private static final String CONTENT = "the right bytes";
    private static final JsonMapper JSON = new JsonMapper();

    /** The request at which the process is killed, and whether the server handles that request all the same. */
    enum Kill {
        BEFORE_THE_RESULT_IS_PUBLISHED(Operation.PUT_EVENTS, false),
        AFTER_THE_RESULT_IS_PUBLISHED(Operation.PUT_EVENTS, true),
        BEFORE_THE_OBJECT_IS_DELETED(Operation.DELETE_OBJECT, false),
        AFTER_THE_OBJECT_IS_DELETED(Operation.DELETE_OBJECT, true);

        final Operation operation;
        final boolean handled;

        Kill(Operation operation, boolean handled) {
            this.operation = operation;
            this.handled = handled;
        }
    }

    @BeforeAll
    static void needsDynamoDbLocal() {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
    }

    @ParameterizedTest
    @EnumSource
    void deliversTheResultAfterAKill(Kill kill) throws Exception {
        try (TestEnvironment environment = environment()) {
            byte[] event = arrival(environment);
            AtomicReference<@Nullable FunctionProcess> victim = new AtomicReference<>();
            environment.faults.script((operation, call) -> {
                if (operation != kill.operation || call != 1) {
                    return Optional.empty();
                }
                kill(victim.get());
                return kill.handled ? Optional.empty() : Optional.of(Fault.resetBeforeBody());
            });
            try (FunctionProcess process = process(environment)) {
                victim.set(process);
                assertThat(process.invoke(event, TIMEOUT)).isInstanceOf(InvocationResult.Crashed.class);
            }

            assertThat(invoke(environment, event)).isInstanceOf(InvocationResult.Success.class);
            assertDelivered(environment);
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT_EVENTS", "DELETE_OBJECT"})
    void survivesABrokenConnection(Operation operation) throws Exception {
        try (TestEnvironment environment = environment()) {
            byte[] event = arrival(environment);
            environment.faults.next(operation, Fault.resetBeforeBody(), Fault.resetAfterHandling());

            assertThat(invoke(environment, event)).isInstanceOf(InvocationResult.Success.class);
            assertDelivered(environment);
        }
    }

    private static TestEnvironment environment() throws IOException {
        return new TestEnvironment(Set.of(TestEnvironment.INBOX));
    }

    /** Stores a version and returns its event. */
    private static byte[] arrival(TestEnvironment environment) throws IOException {
        AtomicReference<@Nullable String> version = new AtomicReference<>();
        environment.s3.onObjectCreated(object -> version.set(object.versionId().orElse(null)));
        byte[] bytes = CONTENT.getBytes(UTF_8);
        environment.store(KEY, bytes, "text/plain", Map.of());
        return TestEnvironment.event(new SourceObject(
                TestEnvironment.INBOX, KEY, version.get(), Arrival.md5(bytes), "0A", (long) bytes.length));
    }

    private static FunctionProcess process(TestEnvironment environment) throws IOException {
        return environment.process("S3Handler", TIMEOUT, environment.withResults());
    }

    private static InvocationResult invoke(TestEnvironment environment, byte[] event)
            throws IOException, InterruptedException {
        try (FunctionProcess process = process(environment)) {
            return process.invoke(event, TIMEOUT);
        }
    }

    /** One complete document, at least one event of it with one id, and no object any more. */
    private static void assertDelivered(TestEnvironment environment) {
        assertThat(environment.complete()).singleElement().satisfies(document -> {
            assertThat(environment.stored(document)).isEqualTo(CONTENT);
            assertThat(environment.bus.events()).isNotEmpty().allSatisfy(event -> assertIsOf(document, event));
        });
        assertThat(environment.waiting()).isEmpty();
        assertThat(environment.bus.events().stream()
                        .map(event -> detail(event).path("id").asText())
                        .collect(toSet()))
                .hasSize(1);
        assertThat(environment.s3.exists(TestEnvironment.INBOX, KEY)).isFalse();
    }

    private static void assertIsOf(Document document, JsonNode event) {
        assertThat(event.path("DetailType").asText()).isEqualTo("Document Created");
        assertThat(detail(event).path("documentId").asText()).isEqualTo(document.id());
    }

    private static JsonNode detail(JsonNode event) {
        try {
            return JSON.readTree(event.path("Detail").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(@Nullable FunctionProcess victim) {
        try {
            if (victim != null) {
                victim.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
