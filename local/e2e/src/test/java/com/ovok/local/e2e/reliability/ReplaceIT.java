package com.ovok.local.e2e.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.hash.Hashing;
import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.e2e.reliability.Arrival.Fate;
import com.ovok.local.e2e.reliability.DeliveryQueue.Delivery;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Operation;
import com.ovok.local.ovok.Document;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With {@code ON_OVERWRITE=replace} all versions of a key are one document, through two processes at once. */
@Timeout(120)
class ReplaceIT {
    /** Short, because a stalled call lasts as long as an invocation. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int ROUNDS = 3;
    private static final String KEY = "report.txt";

    private final DeliveryQueue lane = new DeliveryQueue(Trigger.DIRECT);
    private TestEnvironment scene;
    private Environment one;
    private Environment other;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
        scene = new TestEnvironment();
        one = new Environment(scene, lane, Map.of("ON_OVERWRITE", "replace"));
        other = new Environment(scene, lane, Map.of("ON_OVERWRITE", "replace"));
    }

    @AfterEach
    void stop() throws IOException {
        if (scene != null) {
            one.close();
            other.close();
            scene.close();
        }
    }

    @Test
    void keepsLatestFileInAnyOrderOfEvents() throws Exception {
        Random random = new Random(20261124);
        for (int round = 0; round < ROUNDS; round++) {
            List<Arrival> events = new ArrayList<>();
            for (int version = 3 * round; version < 3 * round + 3; version++) {
                Collections.addAll(events, put(version), event(version));
            }
            Collections.shuffle(events, random);
            events.forEach(lane::add);

            ChaosRun.together(List.of(work(one), work(other)));

            assertOneDocumentWith(3 * round + 2);
        }
        assertThat(lane.failureList()).extracting(Delivery::reason).allMatch("source-changed"::equals);
    }

    /** Its object can be read again, so only its sequencer prevents the transfer. */
    @Test
    void ignoresLateEarlierVersion() throws Exception {
        Arrival earlier = put(1);
        lane.add(put(2));
        one.work(TIMEOUT);
        put(1);
        int requests = scene.ovok.requests().size();

        lane.add(earlier);
        other.work(TIMEOUT);

        assertThat(lane.failureList()).isEmpty();
        assertThat(lane.redeliveries()).isZero();
        assertThat(scene.ovok.requests()).hasSize(requests);
        assertOneDocumentWith(2);
    }

    @Test
    void resumesDocumentOfStalledVersion() throws Exception {
        CountDownLatch hangs = stallTheFirstUpload();
        lane.add(put(1));

        ChaosRun.together(List.of(work(one), () -> {
            hangs.await();
            lane.add(put(2));
            lane.add(event(2));
            return work(other).call();
        }));

        assertOneDocumentWith(2);
        assertThat(lane.failureList()).allMatch(failed -> failed.arrival().equals(event(1)));
    }

    private CountDownLatch stallTheFirstUpload() {
        CountDownLatch hangs = new CountDownLatch(1);
        scene.faults.script((operation, call) -> {
            if (operation != Operation.POST_OBJECT || call > 1) {
                return Optional.empty();
            }
            hangs.countDown();
            return Optional.of(Fault.stall());
        });
        return hangs;
    }

    private static Callable<?> work(Environment environment) {
        return () -> {
            environment.work(TIMEOUT);
            return true;
        };
    }

    private void assertOneDocumentWith(int version) {
        assertThat(scene.ovok.documents())
                .singleElement()
                .matches(Document::isComplete)
                .satisfies(document -> assertThat(scene.stored(document))
                        .isEqualTo(new String(content(version), StandardCharsets.UTF_8)));
    }

    /** Overwrites the object, and returns the event. */
    private Arrival put(int version) throws IOException {
        scene.store(KEY, content(version), "text/plain", Map.of());
        return event(version);
    }

    private static Arrival event(int version) {
        // Of different lengths, like those of S3 and compatible servers.
        String sequencer = (version % 2 == 0 ? "%018X" : "%x").formatted(version);
        byte[] content = content(version);
        SourceObject object = new SourceObject(
                TestEnvironment.INBOX, KEY, null, Arrival.md5(content), sequencer, (long) content.length);
        String sha256 = Hashing.sha256().hashBytes(content).toString();
        return new Arrival(object, KEY, sha256, Fate.TRANSFERRED);
    }

    private static byte[] content(int version) {
        return ("version " + version).getBytes(StandardCharsets.UTF_8);
    }
}
