package com.ovok.local.lambda;

import static com.ovok.local.lambda.TestFunction.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.ovok.local.lambda.InvocationResult.Failure;
import com.ovok.local.lambda.InvocationResult.Success;
import com.ovok.local.lambda.handlers.HookHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hooks of SnapStart as the runtime client runs them. */
class SnapshotTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

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
    void runsHooksAroundSnapshot() throws Exception {
        try (FunctionProcess process = start(FunctionConfiguration.SNAP_START)) {
            process.awaitSnapshot();
            assertThat(process.invoke(event("{}"), TIMEOUT))
                    .isEqualTo(new Success("\"started beforeCheckpoint afterRestore\""));
            assertThat(process.invoke(event("{}"), TIMEOUT)).isInstanceOf(Success.class);
        }
    }

    @Test
    void runsNoHooksWithoutSnapStart() throws Exception {
        try (FunctionProcess process = start(Map.of())) {
            assertThat(process.invoke(event("{}"), TIMEOUT)).isEqualTo(new Success("\"started\""));
        }
    }

    @Test
    void reportsHookThatFailsBeforeSnapshot() throws Exception {
        try (FunctionProcess process = start(failingIn("beforeCheckpoint"))) {
            assertThatThrownBy(process::awaitSnapshot).hasStackTraceContaining("CheckpointException");
            assertThat(process.invoke(event("{}"), TIMEOUT))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.errorType()).contains("CheckpointException"));
            await().until(() -> !process.isAlive());
            assertThat(log).anyMatch(line -> line.contains("beforeCheckpoint failed"));
        }
    }

    @Test
    void reportsHookThatFailsAfterRestore() throws Exception {
        try (FunctionProcess process = start(failingIn("afterRestore"))) {
            process.awaitSnapshot();
            assertThat(process.invoke(event("{}"), TIMEOUT))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.errorType()).contains("RestoreException"));
            await().until(() -> !process.isAlive());
            assertThat(log).anyMatch(line -> line.contains("afterRestore failed"));
        }
    }

    private FunctionProcess start(Map<String, String> environment) throws IOException {
        return FunctionProcess.start(
                code,
                new FunctionConfiguration(
                        "Hooks",
                        HookHandler.class.getName(),
                        TIMEOUT,
                        512,
                        environment,
                        FunctionConfiguration.MANAGED_JVM_OPTIONS),
                log::add);
    }

    private static Map<String, String> failingIn(String hook) {
        Map<String, String> environment = new TreeMap<>(FunctionConfiguration.SNAP_START);
        environment.put("HOOK_THAT_FAILS", hook);
        return environment;
    }
}
