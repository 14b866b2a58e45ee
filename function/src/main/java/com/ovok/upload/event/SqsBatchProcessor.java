package com.ovok.upload.event;

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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Processes the messages of a batch in parallel, those of one FIFO group in their order. */
public final class SqsBatchProcessor {
    /** A message is not started with less time left: it returns to the queue. */
    private static final Duration WORTH_BEGINNING = Duration.ofSeconds(5);

    private final int maxConcurrency;

    public SqsBatchProcessor(int maxConcurrency) {
        this.maxConcurrency = maxConcurrency;
    }

    /**
     * Runs {@code step} for every message and waits for all of them.
     *
     * @return the ids of the messages that failed or were not started
     */
    public List<String> process(JsonNode messages, Consumer<JsonNode> step, Deadline deadline) {
        Semaphore free = new Semaphore(maxConcurrency);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Started> started = groups(messages).stream()
                    .map(group -> new Started(
                            group, threads.submit(() -> withPermit(free, () -> processGroup(group, step, deadline)))))
                    .toList();
            return started.stream().map(Started::failed).flatMap(List::stream).toList();
        }
    }

    /** A group of messages and its result. */
    private record Started(List<JsonNode> group, Future<List<String>> result) {

        /**
         * Waits for the group and returns its failed messages; all of them if its thread failed or this thread is
         * interrupted.
         */
        List<String> failed() {
            try {
                return result.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                result.cancel(true);
            } catch (ExecutionException e) {
                Log.warn(
                        "message group failed",
                        Map.of("reason", UploadException.from(e).getMessage()));
            }
            return group.stream().map(SqsBatchProcessor::id).toList();
        }
    }

    private static <T> T withPermit(Semaphore free, Callable<T> step) throws Exception {
        free.acquire();
        try {
            return step.call();
        } finally {
            free.release();
        }
    }

    private static Collection<List<JsonNode>> groups(JsonNode messages) {
        Map<String, List<JsonNode>> groups = new LinkedHashMap<>();
        for (JsonNode message : messages) {
            groups.computeIfAbsent(group(message), name -> new ArrayList<>()).add(message);
        }
        return groups.values();
    }

    /** Only FIFO queues are ordered; in a standard queue, groups serve fair sharing only. */
    private static String group(JsonNode message) {
        boolean fifo = message.path("eventSourceARN").asText().endsWith(".fifo");
        String alone = "message " + id(message);
        return fifo ? message.path("attributes").path("MessageGroupId").asText(alone) : alone;
    }

    /** Stops at the first failure and returns the rest of the group too, to preserve the order. */
    private static List<String> processGroup(List<JsonNode> group, Consumer<JsonNode> step, Deadline deadline) {
        for (int i = 0; i < group.size(); i++) {
            if (!deadline.allows(WORTH_BEGINNING) || !succeeds(group.get(i), step)) {
                return group.subList(i, group.size()).stream()
                        .map(SqsBatchProcessor::id)
                        .toList();
            }
        }
        return List.of();
    }

    private static boolean succeeds(JsonNode message, Consumer<JsonNode> step) {
        try {
            step.accept(message);
            return true;
        } catch (RuntimeException | Error e) {
            String reason = UploadException.from(e).getMessage();
            Log.warn("message failed", Map.of("messageId", id(message), "reason", reason));
            return false;
        }
    }

    private static String id(JsonNode message) {
        return message.path("messageId").asText();
    }
}
