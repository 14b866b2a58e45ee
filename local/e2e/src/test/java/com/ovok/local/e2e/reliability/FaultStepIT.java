package com.ovok.local.e2e.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.e2e.reliability.Arrival.Fate;
import com.ovok.local.http.Operation;
import com.ovok.local.ovok.Document;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Applies every kind of fault to each step of a transfer, and delivers failed events again like Lambda. */
@Timeout(60)
class FaultStepIT {
    /** Short, because a stalled call lasts as long as an invocation. */
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    private static final Duration START = Duration.ofSeconds(30);

    private static final DeliveryQueue LANE = new DeliveryQueue(Trigger.DIRECT);
    private static final Random RANDOM = new Random(1);

    private static TestEnvironment scene;
    private static Environment environment;
    private static int arrivals;

    /** The calls of one transfer in their order. */
    enum Step {
        CLAIM(Operation.UPDATE_ITEM, 1, 0),
        READ_THE_SOURCE(Operation.GET_OBJECT, 1, 0),
        RESERVE(Operation.CREATE_DOCUMENT, 1, 1),
        WRITE_DOWN_THE_DOCUMENT(Operation.UPDATE_ITEM, 2, 1),
        UPLOAD(Operation.POST_OBJECT, 1, 0),
        WRITE_DOWN_THAT_IT_IS_COMPLETE(Operation.UPDATE_ITEM, 3, 0);

        final Operation operation;
        final int call;

        /** The maximum number of empty documents after a fault. */
        final int orphans;

        Step(Operation operation, int call, int orphans) {
            this.operation = operation;
            this.call = call;
            this.orphans = orphans;
        }
    }

    @BeforeAll
    @Timeout(120)
    static void start() throws IOException, InterruptedException {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
        scene = new TestEnvironment();
        environment = new Environment(scene, LANE, Map.of());
        LANE.add(arrival(1000));
        environment.work(START);
    }

    @AfterAll
    static void stop() throws IOException {
        if (scene != null) {
            environment.close();
            scene.close();
        }
    }

    static Stream<Arguments> everyMishapAtEveryStep() {
        return Stream.of(Step.values())
                .flatMap(step -> FaultKind.of(step.operation).stream().map(mishap -> Arguments.of(step, mishap)));
    }

    @ParameterizedTest
    @MethodSource("everyMishapAtEveryStep")
    void createsOneDocumentAfterFaultAtAnyStep(Step step, FaultKind mishap) throws Exception {
        Arrival arrival = arrival(mishap == FaultKind.STOPPED_READING ? Arrival.LARGE : 1000);
        AtomicInteger calls = arm(step, mishap);

        LANE.add(arrival);
        environment.work(TIMEOUT);

        assertThat(LANE.failureList()).isEmpty();
        assertThat(calls).as("the fault has happened").hasValueGreaterThanOrEqualTo(step.call);
        assertThat(documents(arrival).filter(Document::isComplete))
                .singleElement()
                .satisfies(document ->
                        assertThat(document.file().orElseThrow().sha256()).isEqualTo(arrival.sha256()));
        List<Document> orphans =
                documents(arrival).filter(document -> !document.isComplete()).toList();
        assertThat(orphans).hasSizeLessThanOrEqualTo(step.orphans);
        await().until(() -> orphans.stream().allMatch(orphan -> isNamed(orphan, arrival)));
    }

    private static Arrival arrival(int bytes) throws IOException {
        return Arrival.at(scene, ++arrivals, Fate.TRANSFERRED, bytes, RANDOM);
    }

    private static AtomicInteger arm(Step step, FaultKind mishap) {
        AtomicInteger calls = new AtomicInteger();
        scene.faults.script((operation, call) -> operation == step.operation && calls.incrementAndGet() == step.call
                ? Optional.of(mishap.at(operation))
                : Optional.empty());
        return calls;
    }

    private static Stream<Document> documents(Arrival arrival) {
        return scene.ovok.documents().stream()
                .filter(document -> document.fileName().equals(arrival.fileName()));
    }

    /** By its id, or as a possible one if its id never reached the function. */
    private static boolean isNamed(Document orphan, Arrival arrival) {
        return scene.logged("document orphaned", orphan.id())
                || scene.logged(
                        "document orphaned",
                        "\"document\":\"unknown\"",
                        arrival.object().id());
    }
}
