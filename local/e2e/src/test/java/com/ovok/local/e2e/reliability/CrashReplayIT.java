package com.ovok.local.e2e.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Operation;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.ovok.Document;
import com.ovok.upload.source.SourceObject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills a process of the function (SIGKILL) at each step in turn, and delivers its event again. */
@Execution(ExecutionMode.CONCURRENT)
class CrashReplayIT {
    /** Short, because a new delivery waits until the killed one's lease expires. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Leaves a task the time without which it is not started. */
    private static final Duration TASK_TIMEOUT = Duration.ofSeconds(15);

    /** The first event of a process loads its classes, which takes longer on a loaded machine than {@link #TIMEOUT}. */
    private static final Duration START = Duration.ofMinutes(1);

    private static final String KEY = "crash.txt";

    /** Lambda's retries. */
    private static final int DELIVERIES = 2;

    /** When the process dies: at the arrival of a request, which the server then handles or does not. */
    enum Death {
        BEFORE_THE_CLAIM(Operation.UPDATE_ITEM, 1, false),
        AFTER_THE_CLAIM(Operation.UPDATE_ITEM, 1, true),
        BEFORE_THE_SOURCE_IS_READ(Operation.GET_OBJECT, 1, false),
        BEFORE_OVOK_IS_ASKED(Operation.CREATE_DOCUMENT, 1, false),
        BEFORE_OVOK_ANSWERS(Operation.CREATE_DOCUMENT, 1, true),
        BEFORE_THE_DOCUMENT_IS_IN_THE_LEDGER(Operation.UPDATE_ITEM, 2, false),
        AFTER_THE_DOCUMENT_IS_IN_THE_LEDGER(Operation.UPDATE_ITEM, 2, true),
        BEFORE_THE_UPLOAD(Operation.POST_OBJECT, 1, false),
        AFTER_THE_UPLOAD(Operation.POST_OBJECT, 1, true),
        BEFORE_THE_LEDGER_HAS_IT_COMPLETE(Operation.UPDATE_ITEM, 3, false),
        AFTER_THE_LEDGER_HAS_IT_COMPLETE(Operation.UPDATE_ITEM, 3, true);

        final Operation operation;
        final int call;
        final boolean executed;

        Death(Operation operation, int call, boolean executed) {
            this.operation = operation;
            this.call = call;
            this.executed = executed;
        }
    }

    @BeforeAll
    static void needsDynamoDbLocal() {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
    }

    @ParameterizedTest
    @EnumSource
    void createsOneDocumentAfterKillAtAnyStep(Death death) throws Exception {
        killAndRedeliver(death, Trigger.DIRECT, Trigger.DIRECT);
    }

    /** Each service reports the upload, and the process of one of them is killed. */
    @ParameterizedTest
    @EnumSource(names = {"AFTER_THE_CLAIM", "BEFORE_OVOK_ANSWERS", "BEFORE_THE_UPLOAD"})
    void resumesAttemptOfOtherServicesEvent(Death death) throws Exception {
        boolean bridged = death.executed;
        killAndRedeliver(
                death,
                bridged ? Trigger.EVENT_BRIDGE : Trigger.DIRECT,
                bridged ? Trigger.DIRECT : Trigger.EVENT_BRIDGE);
    }

    /** A job names the upload without ETag and sequencer, before or after its event. */
    @ParameterizedTest
    @EnumSource(names = {"AFTER_THE_CLAIM", "BEFORE_OVOK_ANSWERS", "BEFORE_THE_UPLOAD"})
    void resumesAttemptOfBackfill(Death death) throws Exception {
        boolean backfilled = !death.executed;
        killAndRedeliver(
                death,
                backfilled ? Trigger.BATCH_OPERATIONS : Trigger.DIRECT,
                backfilled ? Trigger.DIRECT : Trigger.BATCH_OPERATIONS,
                TASK_TIMEOUT);
    }

    private static void killAndRedeliver(Death death, Trigger first, Trigger next) throws Exception {
        killAndRedeliver(death, first, next, TIMEOUT);
    }

    private static void killAndRedeliver(Death death, Trigger first, Trigger next, Duration timeout) throws Exception {
        try (TestEnvironment scene = new TestEnvironment()) {
            SourceObject object = scene.stored(KEY, "the right bytes", "0A");
            try (FunctionProcess process = scene.process(first.handler, timeout, Map.of())) {
                SourceObject earlier = scene.stored("earlier.txt", "the bytes before", "09");
                assertThat(passed(first, process.invoke(first.event(earlier), START)))
                        .isTrue();
                arm(scene, death, process);
                assertThat(process.invoke(first.event(object), timeout)).isInstanceOf(InvocationResult.Crashed.class);
            }

            assertThat(redelivered(scene, next, object, timeout)).isTrue();

            assertThat(scene.complete().stream()
                            .filter(document -> document.fileName().equals(KEY)))
                    .singleElement()
                    .satisfies(document -> assertThat(scene.stored(document)).isEqualTo("the right bytes"));
            assertThat(scene.waiting()).allMatch(orphan -> named(scene, orphan));
        }
    }

    /** By its id if that reached the function, otherwise as a possible one. */
    private static boolean named(TestEnvironment scene, Document orphan) {
        return scene.logged("document created", orphan.id()) || scene.logged("document orphaned", "unknown");
    }

    private static boolean redelivered(TestEnvironment scene, Trigger way, SourceObject object, Duration timeout)
            throws Exception {
        byte[] event = way.event(object);
        try (FunctionProcess process = scene.process(way.handler, timeout, Map.of())) {
            boolean passed = passed(way, process.invoke(event, timeout));
            for (int i = 1; i < DELIVERIES && !passed; i++) {
                passed = passed(way, process.invoke(event, timeout));
            }
            return passed;
        }
    }

    private static boolean passed(Trigger way, InvocationResult result) throws Exception {
        return result instanceof InvocationResult.Success(String payload)
                && (way != Trigger.BATCH_OPERATIONS
                        || Trigger.failedTask(payload).isEmpty());
    }

    private static void arm(TestEnvironment scene, Death death, FunctionProcess victim) {
        AtomicInteger calls = new AtomicInteger();
        scene.faults.script((operation, call) -> {
            if (operation != death.operation || calls.incrementAndGet() != death.call) {
                return Optional.empty();
            }
            kill(victim);
            return death.executed ? Optional.empty() : Optional.of(Fault.resetBeforeBody());
        });
    }

    private static void kill(FunctionProcess victim) {
        try {
            victim.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
