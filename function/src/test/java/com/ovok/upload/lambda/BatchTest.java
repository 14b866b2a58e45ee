package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.ovok.upload.Samples;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchTest {
    private static final int SIDE_BY_SIDE = 3;

    private final ArrayNode messages = new JsonMapper().createArrayNode();
    private final AtomicInteger underway = new AtomicInteger();
    private final Queue<Integer> seen = new ConcurrentLinkedQueue<>();

    @Test
    void messagesAreCarriedSideBySideAndNoMoreThanAllowed() {
        CyclicBarrier met = new CyclicBarrier(SIDE_BY_SIDE);
        for (int i = 0; i < 4 * SIDE_BY_SIDE; i++) {
            messages.addObject().put("messageId", "m" + i);
        }

        List<String> failed = run(message -> awaitOthers(met));

        assertThat(failed).isEmpty();
        assertThat(seen).hasSize(4 * SIDE_BY_SIDE).allMatch(many -> many <= SIDE_BY_SIDE);
    }

    @Test
    void messagesOfAGroupAreCarriedOneAfterTheOtherInTheirOrder() {
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

    private List<String> run(Consumer<JsonNode> step) {
        return new Batch(SIDE_BY_SIDE)
                .run(
                        messages,
                        message -> {
                            seen.add(underway.incrementAndGet());
                            step.accept(message);
                            underway.decrementAndGet();
                        },
                        Samples.deadline());
    }

    /** Passes when so many are on their way at once. */
    private static void awaitOthers(CyclicBarrier met) {
        try {
            met.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the others did not come", e);
        }
    }
}
