package com.ovok.local.benchmarks;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Measures the CPU time of this process's children during their life. */
final class Children implements AutoCloseable {
    private static final long EVERY_MILLIS = 20;

    private final Map<Long, Duration> cpu = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();

    private Children() {
        var _ = watch.scheduleAtFixedRate(this::look, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    static Children watch() {
        return new Children();
    }

    private void look() {
        ProcessHandle.current()
                .children()
                .forEach(child -> child.info().totalCpuDuration().ifPresent(used -> cpu.put(child.pid(), used)));
    }

    /** Returns their total CPU time, as of a moment ago. */
    Duration cpu() {
        return cpu.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
