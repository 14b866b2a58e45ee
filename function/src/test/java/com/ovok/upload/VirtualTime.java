package com.ovok.upload;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A clock that advances when all tasks sleep, to the moment at which the first of them wakes. Thread-safe. */
public final class VirtualTime implements InstantSource, RetryPolicy.Sleeper {
    private record Sleep(Instant end, CountDownLatch over) implements Comparable<Sleep> {
        @Override
        public int compareTo(Sleep other) {
            return end.compareTo(other.end);
        }
    }

    private final PriorityQueue<Sleep> sleeping = new PriorityQueue<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private int awake;

    /** Runs the tasks concurrently and returns their results in the order of the tasks. */
    public <T> List<T> run(List<Callable<T>> tasks) throws Exception {
        synchronized (this) {
            awake = tasks.size();
        }
        List<Future<T>> futures = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tasks.forEach(task -> futures.add(threads.submit(() -> {
                try {
                    return task.call();
                } finally {
                    rest();
                }
            })));
        }
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            results.add(result(future));
        }
        return results;
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw (Exception) requireNonNull(e.getCause());
        }
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public void sleep(Duration pause) throws InterruptedException {
        Sleep sleep = new Sleep(instant().plus(pause), new CountDownLatch(1));
        synchronized (this) {
            sleeping.add(sleep);
        }
        rest();
        sleep.over().await();
    }

    private synchronized void rest() {
        awake--;
        if (awake == 0 && !sleeping.isEmpty()) {
            Sleep first = sleeping.remove();
            now = first.end().isAfter(now) ? first.end() : now;
            awake++;
            first.over().countDown();
        }
    }
}
