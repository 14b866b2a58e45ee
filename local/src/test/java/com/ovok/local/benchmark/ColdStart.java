package com.ovok.local.benchmark;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.TestFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.joda.time.DateTime;

/** From the start of the process to the response to its first event, compared with a handler that returns "ok". */
final class ColdStart implements Benchmark {
    private static final String HANDLER = "com.ovok.upload.lambda.S3Handler";
    private static final String FUNCTION = "function";
    private static final String BARE = "bare handler of S3Event";
    private static final String EMPTY = "handler that reads nothing";
    private static final String CACHED = "function with AOT cache";
    private static final String BARE_CACHED = "bare handler with AOT cache";
    private static final String BARE_HANDLER = BareS3Handler.class.getName();
    private static final String EMPTY_HANDLER = BareHandler.class.getName();
    private static final String OBJECT = "small.bin";
    /** Starts are short and vary by a tenth. */
    private static final int STARTS_PER_ROUND = 3;

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.plain()) {
            bench.store(OBJECT, 10_000);
            Path zip = TestFunction.zip(
                    bench.directory, List.of(S3Event.class, DateTime.class), BareS3Handler.class, BareHandler.class);
            FunctionPackage code = bench.function();
            FunctionPackage bare = bench.keep(FunctionPackage.unpack(zip));
            FunctionPackage image = bench.keep(FunctionPackage.unpackAsImage(Workbench.functionZip()));
            FunctionPackage bareImage = bench.keep(FunctionPackage.unpackAsImage(zip));
            List<String> cache = aotCache(bench, image, HANDLER);
            List<String> bareCache = aotCache(bench, bareImage, BARE_HANDLER);
            Sides sides = new Sides("cold start")
                    .add(FUNCTION, () -> start(bench, code, HANDLER, Workbench.MANAGED))
                    .add(BARE, () -> start(bench, bare, BARE_HANDLER, Workbench.MANAGED))
                    .add(EMPTY, () -> start(bench, bare, EMPTY_HANDLER, Workbench.MANAGED))
                    .add(CACHED, () -> start(bench, image, HANDLER, cache))
                    .add(BARE_CACHED, () -> start(bench, bareImage, BARE_HANDLER, bareCache))
                    .run(STARTS_PER_ROUND * rounds);
            return List.of(
                    sides.row("CPU", "ms", FUNCTION, BARE, Measured::cpuMillis, new Goal.Times(2.3)),
                    sides.row("wall", "ms", FUNCTION, BARE, Measured::wallMillis, new Goal.Times(2.3)),
                    sides.row("CPU", "ms", FUNCTION, EMPTY, Measured::cpuMillis, new Goal.Report()),
                    sides.row("wall", "ms", CACHED, BARE, Measured::wallMillis, new Goal.Times(1.0)),
                    sides.row("CPU", "ms", CACHED, BARE, Measured::cpuMillis, new Goal.Report()),
                    sides.row("wall", "ms", CACHED, BARE_CACHED, Measured::wallMillis, new Goal.Report()));
        }
    }

    private static Measured start(Workbench bench, FunctionPackage code, String handler, List<String> options)
            throws IOException, InterruptedException {
        byte[] event = bench.arrival(OBJECT);
        long start = System.nanoTime();
        try (FunctionProcess process = bench.process(code, handler, options)) {
            Workbench.carry(process, event);
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            Usage usage = Usage.of(process.pid());
            return new Measured(wall, usage.cpu(), usage.peakMemory());
        }
    }

    /** Records one event and creates a cache of it, like the container image of docs/aot-cache.md. */
    private static List<String> aotCache(Workbench bench, FunctionPackage image, String handler)
            throws IOException, InterruptedException {
        Path recorded = Files.createTempFile(bench.directory, "recorded", ".aotconf");
        Path cache = Files.createTempFile(bench.directory, "function", ".aot");
        Files.delete(cache);
        try (FunctionProcess process = bench.process(
                image,
                handler,
                Workbench.options(Workbench.MANAGED, "-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded))) {
            Workbench.carry(process, bench.arrival(OBJECT));
            end(process, true);
        }
        try (FunctionProcess process = bench.process(
                image,
                handler,
                Workbench.options(
                        Workbench.MANAGED,
                        "-XX:AOTMode=create",
                        "-XX:AOTConfiguration=" + recorded,
                        "-XX:AOTCache=" + cache))) {
            end(process, false);
        }
        return Workbench.options(Workbench.MANAGED, "-XX:AOTMode=on", "-XX:AOTCache=" + cache);
    }

    /** Lets the JVM finish its output, which takes longer than Lambda would wait. */
    private static void end(FunctionProcess process, boolean ask) {
        ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
        if (ask) {
            handle.destroy();
        }
        handle.onExit().join();
    }
}
