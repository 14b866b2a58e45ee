package com.ovok.local.lambda;

import static com.ovok.local.lambda.TestFunction.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.lambda.InvocationResult.Crashed;
import com.ovok.local.lambda.InvocationResult.Failure;
import com.ovok.local.lambda.InvocationResult.Success;
import com.ovok.local.lambda.InvocationResult.TimedOut;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionProcessTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    static Path directory;

    private static FunctionPackage code;
    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void unpack() throws IOException {
        code = TestFunction.unpack(directory);
    }

    @AfterAll
    static void deletePackage() throws IOException {
        code.close();
        assertThat(code.root()).doesNotExist();
    }

    /** A virtual thread would pin its carrier while the process is silent. */
    @Test
    void readsLogOnPlatformThread() throws Exception {
        Queue<Boolean> virtual = new ConcurrentLinkedQueue<>();
        FunctionConfiguration broken = TestFunction.configuration("Broken", TestFunction.BROKEN, TIMEOUT);
        try (FunctionProcess process = FunctionProcess.start(
                code, broken, line -> virtual.add(Thread.currentThread().isVirtual()))) {
            assertThat(process.invoke(event("{}"), TIMEOUT)).isInstanceOf(Failure.class);
        }

        assertThat(virtual).isNotEmpty().containsOnly(false);
    }

    @Test
    void handlesEventsInOneProcess() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(process.invoke(event("{\"name\": \"Müller\"}"), TIMEOUT))
                    .isEqualTo(new Success("{\"name\": \"Müller\"}"));
            assertThat(process.invoke(event("\"fail\""), TIMEOUT)).isInstanceOf(Failure.class);
            JsonNode facts = facts(process, TIMEOUT);
            assertThat(facts.path("events").asInt()).isEqualTo(3);
            assertThat(facts.path("pid").asLong()).isEqualTo(process.pid());
        }
    }

    @Test
    void providesEnvironmentAndContextOfLambda() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            JsonNode facts = facts(process, Duration.ofSeconds(20));
            assertThat(facts.path("arn").asText()).isEqualTo("arn:aws:lambda:eu-central-1:123456789012:function:Probe");
            assertThat(facts.path("name").asText()).isEqualTo("Probe");
            assertThat(facts.path("memory").asInt()).isEqualTo(512);
            assertThat(facts.path("logGroup").asText()).isEqualTo("/aws/lambda/Probe");
            assertThat(facts.path("handler").asText()).isEqualTo(TestFunction.PROBE);
            assertThat(facts.path("taskRoot").asText()).isEqualTo(code.root().toString());
            assertThat(facts.path("directory").asText()).isEqualTo(code.root().toString());
            assertThat(facts.path("remainingMillis").asLong()).isBetween(10_000L, 20_000L);
            assertThat(facts.path("trace").asText())
                    .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
            assertThat(facts.path("greeting").asText()).isEqualTo("hello");
            assertThat(facts.path("home").asText()).as("nothing is inherited").isEqualTo("null");
        }
    }

    @Test
    void loadsFunctionLikeManagedLambda() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(facts(process, TIMEOUT).path("loader").asText()).isEqualTo("CustomerClassLoader");
        }
    }

    @Test
    void startsProcessWithJvmOptions() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(facts(process, TIMEOUT).path("maxMemory").asLong()).isBetween(48L << 20, 64L << 20);
        }
    }

    @Test
    void reportsExceptionOfFunction() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(process.invoke(event("\"fail\""), TIMEOUT)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.errorType()).isEqualTo("java.lang.IllegalStateException");
                assertThat(failure.errorMessage()).isEqualTo("told to fail");
                assertThat(failure.payload()).contains("\"stackTrace\"", "ProbeHandler.handleRequest");
            });
        }
    }

    @Test
    void reportsFailedConstructor() throws Exception {
        try (FunctionProcess process = start(TestFunction.BROKEN)) {
            assertThat(process.invoke(event("{}"), TIMEOUT)).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.errorType()).isEqualTo("java.lang.IllegalArgumentException");
                assertThat(failure.errorMessage()).isEqualTo("two settings are missing");
            });
            await().until(() -> !process.isAlive());
            assertThat(process.invoke(event("{}"), TIMEOUT)).isInstanceOf(Failure.class);
        }
    }

    @Test
    void reportsMissingHandler() throws Exception {
        try (FunctionProcess process = start("com.example.Absent")) {
            assertThat(process.invoke(event("{}"), TIMEOUT))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.errorMessage()).contains("com.example.Absent"));
        }
    }

    @Test
    void rejectsTooLargeResponse() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(process.invoke(event("\"large\""), TIMEOUT))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.errorType()).isEqualTo("Function.ResponseSizeTooLarge"));
        }
    }

    @Test
    void reportsExitOfProcess() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(process.invoke(event("\"exit\""), TIMEOUT)).isInstanceOfSatisfying(Crashed.class, crash -> {
                assertThat(crash.exitValue()).isEqualTo(3);
                assertThat(crash.payload()).contains("Runtime.ExitError", "exit status 3");
            });
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void reportsKilledProcess() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            CompletableFuture<InvocationResult> result = invokeInBackground(process, "\"hang\"");
            await().until(() -> log.stream().anyMatch(line -> line.contains("hanging")));
            process.kill();
            assertThat(result.get())
                    .isInstanceOfSatisfying(
                            Crashed.class,
                            crash -> assertThat(crash.exitValue()).isEqualTo(137));
        }
    }

    @Test
    void killsProcessAtTimeout() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(process.invoke(event("\"hang\""), Duration.ofMillis(300)))
                    .isInstanceOfSatisfying(
                            TimedOut.class,
                            timedOut -> assertThat(timedOut.payload()).contains("Task timed out after 0.30 seconds"));
            assertThat(process.isAlive()).isFalse();
        }
    }

    @Test
    void passesNoEventToEndedProcess() throws Exception {
        try (FunctionProcess process = start(TestFunction.PROBE)) {
            assertThat(process.invoke(event("{}"), TIMEOUT)).isInstanceOf(Success.class);
            process.kill();
            assertThat(process.invoke(event("{}"), TIMEOUT)).isInstanceOf(Crashed.class);
        }
    }

    @Test
    void leavesNoProcessWhenClosed() throws Exception {
        FunctionProcess process = start(TestFunction.PROBE);
        CompletableFuture<InvocationResult> result = invokeInBackground(process, "\"hang\"");
        await().until(() -> log.stream().anyMatch(line -> line.contains("hanging")));
        process.close();
        assertThat(result.get()).isInstanceOf(Crashed.class);
        assertThat(ProcessHandle.of(process.pid())).isEmpty();
    }

    @Test
    void explainsHowToBuildMissingPackage() {
        assertThatThrownBy(() -> FunctionPackage.unpack(directory.resolve("absent.zip")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("mvn package");
    }

    @Test
    void rejectsPackageWithOutsidePaths() throws IOException {
        Path zip = directory.resolve("evil.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("../../evil"));
        }
        assertThatThrownBy(() -> FunctionPackage.unpack(zip)).isInstanceOf(IOException.class);
        assertThat(directory.resolve("../evil")).doesNotExist();
    }

    private FunctionProcess start(String handler) throws IOException {
        return FunctionProcess.start(code, TestFunction.configuration("Probe", handler, TIMEOUT), log::add);
    }

    private static CompletableFuture<InvocationResult> invokeInBackground(FunctionProcess process, String event) {
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                result.complete(process.invoke(event(event), TIMEOUT));
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static JsonNode facts(FunctionProcess process, Duration timeout) throws Exception {
        InvocationResult result = process.invoke(event("\"facts\""), timeout);
        assertThat(result).isInstanceOf(Success.class);
        return new JsonMapper().readTree(result.payload());
    }
}
