package com.ovok.local.lambda;

import static com.ovok.local.lambda.TestFunction.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.lambda.InvocationResult.Crashed;
import com.ovok.local.lambda.InvocationResult.Failure;
import com.ovok.local.lambda.InvocationResult.Success;
import com.ovok.local.lambda.InvocationResult.TimedOut;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaFunctionTest {
    @TempDir
    static Path directory;

    @AutoClose
    private static FunctionPackage code;

    private final List<String> log = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void unpack() throws IOException {
        code = TestFunction.unpack(directory);
    }

    @Test
    void explainsWhereFunctionsRun() throws Exception {
        String system = System.getProperty("os.name");
        System.setProperty("os.name", "Mac OS X");
        try (LambdaFunction function = function(Duration.ofSeconds(30), 1)) {
            assertThat(function.invoke(event("\"pid\""))).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.errorMessage())
                        .startsWith("AWS's runtime client runs on Linux with x86_64 or aarch64, not on Mac OS X ");
            });
        } finally {
            System.setProperty("os.name", system);
        }
    }

    @Test
    void reusesProcess() throws Exception {
        try (LambdaFunction function = function(Duration.ofSeconds(30), 1)) {
            assertThat(pid(function)).isEqualTo(pid(function));
        }
    }

    @Test
    void replacesCrashedProcess() throws Exception {
        try (LambdaFunction function = function(Duration.ofSeconds(30), 1)) {
            long first = pid(function);
            assertThat(function.invoke(event("\"exit\""))).isInstanceOf(Crashed.class);
            assertThat(pid(function)).isNotEqualTo(first);
        }
    }

    @Test
    void replacesProcessThatDiedWhileIdle() throws Exception {
        try (LambdaFunction function = function(Duration.ofSeconds(30), 1)) {
            long first = pid(function);
            ProcessHandle process = ProcessHandle.of(first).orElseThrow();
            assertThat(process.destroyForcibly()).isTrue();
            process.onExit().join();
            assertThat(pid(function)).isNotEqualTo(first);
        }
    }

    @Test
    void replacesTimedOutProcess() throws Exception {
        try (LambdaFunction function = function(Duration.ofSeconds(2), 1)) {
            long first = pid(function);
            assertThat(function.invoke(event("\"hang\""))).isInstanceOf(TimedOut.class);
            assertThat(pid(function)).isNotEqualTo(first);
        }
    }

    @Test
    void handlesConcurrentEventsInSeparateProcesses() throws Exception {
        LambdaFunction function = function(Duration.ofSeconds(30), 2);
        CompletableFuture<InvocationResult> hanging = new CompletableFuture<>();
        try (function) {
            Thread.ofVirtual().start(() -> hanging.completeAsync(() -> invoke(function, "\"hang\"")));
            await().until(() -> log.stream().anyMatch(line -> line.contains("hanging")));
            assertThat(pid(function)).isPositive();
            assertThat(hanging).isNotDone();
        }
        assertThat(hanging.get()).as("closed in the middle").isInstanceOf(Crashed.class);
    }

    @Test
    void leavesNoProcessWhenParentIsKilled() throws Exception {
        Process parent = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Djava.io.tmpdir=" + directory,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            parent.destroyForcibly().waitFor();
            await().until(() -> !child.isAlive());
        }
    }

    /** Prints the process id of a function's idle process and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws Exception {
            FunctionConfiguration configuration =
                    TestFunction.configuration("Probe", TestFunction.PROBE, Duration.ofSeconds(30));
            LambdaFunction function =
                    new LambdaFunction(TestFunction.unpack(Path.of(args[0])), configuration, 1, System.err::println);
            System.out.println(pid(function));
            System.in.read();
        }
    }

    private LambdaFunction function(Duration timeout, int concurrency) {
        return new LambdaFunction(
                code, TestFunction.configuration("Probe", TestFunction.PROBE, timeout), concurrency, log::add);
    }

    private static InvocationResult invoke(LambdaFunction function, String event) {
        try {
            return function.invoke(event(event));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long pid(LambdaFunction function) throws IOException {
        InvocationResult result = invoke(function, "\"facts\"");
        assertThat(result).isInstanceOf(Success.class);
        return new JsonMapper().readTree(result.payload()).path("pid").asLong();
    }
}
