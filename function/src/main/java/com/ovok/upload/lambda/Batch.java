package com.ovok.upload.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Deadline;
import com.ovok.upload.Log;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Runs the messages of a batch side by side, those of one FIFO group one after the other. */
final class Batch {
    /** With less time left a message is not begun: it goes back and loses nothing. */
    private static final Duration WORTH_BEGINNING = Duration.ofSeconds(5);

    private final int maxConcurrency;

    Batch(int maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
    }

    /**
     * Runs {@code step} for every message and waits for all of them.
     *
     * @return the ids of the messages that failed, or were not begun
     * @throws IllegalStateException when a step fails in a way that it should not; then every message counts as failed
     */
    List<String> run(JsonNode messages, Consumer<JsonNode> step, Deadline deadline) {
        Semaphore free = new Semaphore(maxConcurrency);
        List<Callable<List<String>>> groups = groups(messages).stream()
                .<Callable<List<String>>>map(group -> () -> inTurn(free, () -> inOrder(group, step, deadline)))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(groups).stream()
                    .map(Batch::failed)
                    .flatMap(List::stream)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The batch was interrupted.", e);
        }
    }

    private static <T> T inTurn(Semaphore free, Callable<T> step) throws Exception {
        free.acquire();
        try {
            return step.call();
        } finally {
            free.release();
        }
    }

    private static List<String> failed(Future<List<String>> group) {
        return switch (group.state()) {
            case SUCCESS -> group.resultNow();
            case FAILED ->
                throw new IllegalStateException("A message ended in an unexpected way.", group.exceptionNow());
            case RUNNING, CANCELLED -> throw new IllegalStateException("A message was not carried to its end.");
        };
    }

    private static Collection<List<JsonNode>> groups(JsonNode messages) {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        for (JsonNode message : messages) {
            groups.computeIfAbsent(group(message), name -> new ArrayList<>()).add(message);
        }
        return groups.values();
    }

    /** Only a FIFO queue keeps an order; in a standard one a group shares the queue fairly, and no more. */
    private static String group(JsonNode message) {
        boolean fifo = message.path("eventSourceARN").asText().endsWith(".fifo");
        String alone = "message " + id(message);
        return fifo ? message.path("attributes").path("MessageGroupId").asText(alone) : alone;
    }

    /** After the first failure the rest of the group goes back too, or it would overtake. */
    private static List<String> inOrder(List<JsonNode> group, Consumer<JsonNode> step, Deadline deadline) {
        for (int i = 0; i < group.size(); i++) {
            if (!deadline.allows(WORTH_BEGINNING) || !passes(group.get(i), step)) {
                return group.subList(i, group.size()).stream().map(Batch::id).toList();
            }
        }
        return List.of();
    }

    private static boolean passes(JsonNode message, Consumer<JsonNode> step) {
        try {
            step.accept(message);
            return true;
        } catch (UploadException e) {
            Log.warn("message failed", Map.of("messageId", id(message), "reason", e.getMessage()));
            return false;
        }
    }

    private static String id(JsonNode message) {
        return message.path("messageId").asText();
    }
}
