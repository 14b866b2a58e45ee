package com.ovok.local.e2e.reliability;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.ovok.local.e2e.reliability.DeliveryQueue.Delivery;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of Lambda's execution environments: its process takes one batch at a time, and is replaced when it ends. */
final class Environment implements AutoCloseable {
    /** The configured timeout; each invocation gets a shorter one. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TestEnvironment scene;
    private final DeliveryQueue lane;
    private final Map<String, String> settings;
    private final Set<Arrival> diedWith = new HashSet<>();
    private volatile FunctionProcess process;
    private int processes;

    Environment(TestEnvironment scene, DeliveryQueue lane, Map<String, String> settings) throws IOException {
        this.scene = scene;
        this.lane = lane;
        this.settings = settings;
        this.process = start();
    }

    /** Processes due deliveries until all of the queue are settled. */
    void work(Duration timeout) throws IOException, InterruptedException {
        for (List<Delivery> batch = lane.take(); !batch.isEmpty(); batch = lane.take()) {
            settle(batch, living().invoke(lane.way().event(batch), timeout));
            if (!process.isAlive()) {
                batch.forEach(delivery -> diedWith.add(delivery.arrival()));
            }
        }
    }

    private FunctionProcess living() throws IOException {
        if (!process.isAlive()) {
            process.close();
            process = start();
        }
        return process;
    }

    /** Kills the process. */
    void kill() {
        try {
            process.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(List<Delivery> batch, InvocationResult result) throws JsonProcessingException {
        for (Delivery delivery : batch) {
            lane.settle(delivery, lane.way().failure(delivery, result));
        }
    }

    private FunctionProcess start() throws IOException {
        processes++;
        return scene.process(lane.way().handler, TIMEOUT, settings);
    }

    int processes() {
        return processes;
    }

    /** Returns the arrivals in progress when a process ended. */
    Set<Arrival> diedWith() {
        return diedWith;
    }

    @Override
    public void close() {
        process.close();
    }
}
