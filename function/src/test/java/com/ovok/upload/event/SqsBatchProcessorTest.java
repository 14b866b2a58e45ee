package com.ovok.upload.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.ovok.upload.Samples;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SqsBatchProcessorTest {
    private static final int SIDE_BY_SIDE = 3;

    private final ArrayNode messages = new JsonMapper().createArrayNode();
    private final AtomicInteger underway = new AtomicInteger();
    private final Queue<Integer> seen = new ConcurrentLinkedQueue<>();

    @Test
    void processesMessagesInParallelUpToLimit() {
        CyclicBarrier met = new CyclicBarrier(SIDE_BY_SIDE);
        for (int i = 0; i < 4 * SIDE_BY_SIDE; i++) {
            messages.addObject().put("messageId", "m" + i);
        }

        List<String> failed = run(message -> awaitOthers(met));

        assertThat(failed).isEmpty();
        assertThat(seen).hasSize(4 * SIDE_BY_SIDE).allMatch(many -> many <= SIDE_BY_SIDE);
    }

    @Test
    void processesGroupsInOrder() {
        for (int i = 0; i < 10; i++) {
            messages.addObject()
                    .put("messageId", "m" + i)
                    .put("eventSourceARN", "arn:aws:sqs:eu-central-1:123456789012:arrivals.fifo")
                    .putObject("attributes")
                    .put("MessageGroupId", "group");
        }
        Queue<String> order = new ConcurrentLinkedQueue<>();

        List<String> failed = run(message -> order.add(message.path("messageId").asText()));

        assertThat(failed).isEmpty();
        assertThat(order).containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
        assertThat(seen).containsOnly(1);
    }

    @Test
    void returnsRestOfGroupAfterFailure() {
        for (int i = 0; i < 4; i++) {
            messages.addObject()
                    .put("messageId", "m" + i)
                    .put("eventSourceARN", "arn:aws:sqs:eu-central-1:123456789012:arrivals.fifo")
                    .putObject("attributes")
                    .put("MessageGroupId", "group" + i % 2);
        }

        List<String> failed = run(message -> {
            if (message.path("messageId").asText().equals("m0")) {
                throw new IllegalArgumentException("marker");
            }
        });

        assertThat(failed).containsExactly("m0", "m2");
    }

    @Test
    void returnsMessagesLeftByInterrupt() throws Exception {
        CountDownLatch passed = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            messages.addObject().put("messageId", "m" + i);
        }
        FutureTask<List<String>> batch = new FutureTask<>(() -> run(message -> {
            if (message.path("messageId").asText().equals("m1")) {
                await(never);
            }
            passed.countDown();
        }));
        Thread runner = Thread.ofPlatform().start(batch);
        passed.await();
        runner.interrupt();

        assertThat(batch.get(30, TimeUnit.SECONDS)).contains("m1").isSubsetOf("m0", "m1", "m2");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> run(Consumer<JsonNode> step) {
        return new SqsBatchProcessor(SIDE_BY_SIDE)
                .process(
                        messages,
                        message -> {
                            seen.add(underway.incrementAndGet());
                            step.accept(message);
                            underway.decrementAndGet();
                        },
                        Samples.deadline());
    }

    /** Returns once this many messages are processed at once. */
    private static void awaitOthers(CyclicBarrier met) {
        try {
            met.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the others did not come", e);
        }
    }
}
