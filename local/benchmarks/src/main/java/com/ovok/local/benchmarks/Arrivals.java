package com.ovok.local.benchmarks;

import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many files at once, through several processes with one ledger, compared with one process. Includes their starts. */
final class Arrivals implements Benchmark {
    private static final int FILES = 1_000;
    private static final int BYTES = 100_000;
    private static final int PROCESSES = 4;
    private static final String ALL = "4 processes";
    private static final String ONE = "one process";
    private static final String WORK = "1,000 arrivals of 100 KB, TLS";

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.secure()) {
            FunctionPackage code = bench.function();
            Sides sides = new Sides(WORK)
                    .add(ALL, () -> transfer(bench, code, PROCESSES))
                    .add(ONE, () -> transfer(bench, code, 1))
                    .run(1);
            return List.of(
                    sides.row("throughput", "documents/s", ALL, ONE, Arrivals::perSecond, new Goal.Report()),
                    sides.row("CPU", "ms/document", ALL, ONE, Arrivals::cpuMillis, new Goal.Report()));
        }
    }

    private static double perSecond(Measured measured) {
        return FILES / measured.wallSeconds();
    }

    private static double cpuMillis(Measured measured) {
        return measured.cpuMillis() / FILES;
    }

    private static Measured transfer(Workbench bench, FunctionPackage code, int processes) throws Exception {
        int before = bench.ovok.documents().size();
        Queue<byte[]> events = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < FILES; i++) {
            events.add(bench.arrival(bench.storeNew(BYTES)));
        }
        Measured measured = transfer(bench, code, processes, events);
        bench.discard();
        if (bench.ovok.documents().size() != before + FILES) {
            throw new IllegalStateException(
                    "documents: " + (bench.ovok.documents().size() - before));
        }
        return measured;
    }

    private static Measured transfer(Workbench bench, FunctionPackage code, int processes, Queue<byte[]> events)
            throws Exception {
        long start = System.nanoTime();
        List<Future<Usage>> ended = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(processes)) {
            for (int i = 0; i < processes; i++) {
                ended.add(threads.submit(() -> transfer(bench, code, events)));
            }
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        Duration cpu = Duration.ZERO;
        long peakMemory = 0;
        for (Future<Usage> usage : ended) {
            cpu = cpu.plus(usage.get().cpu());
            peakMemory = Math.max(peakMemory, usage.get().peakMemory());
        }
        return new Measured(wall, cpu, peakMemory);
    }

    /** Starts a process that takes events until none is left. */
    private static Usage transfer(Workbench bench, FunctionPackage code, Queue<byte[]> events)
            throws IOException, InterruptedException {
        try (FunctionProcess process = bench.deployed(code, DeployedFunction.S3)) {
            for (byte[] event = events.poll(); event != null; event = events.poll()) {
                Workbench.transfer(process, event);
            }
            return Usage.of(process.pid());
        }
    }
}
