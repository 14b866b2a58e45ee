package com.ovok.local.benchmarks;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.FunctionZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.joda.time.DateTime;

/** From the start of the process to the response to its first event, compared with a handler that returns "ok". */
final class ColdStart implements Benchmark {
    private static final String WORK = "cold start";
    private static final String SECURE = "as deployed, TLS";
    private static final String PLAIN = "as deployed, plain http";
    private static final String REDUCED = "static token, no ledger, plain http";
    private static final String CACHED = "as deployed with AOT cache, plain http";
    private static final String BARE = "bare handler of S3Event";
    private static final String EMPTY = "handler that reads nothing";
    private static final String BARE_CACHED = "bare handler with AOT cache";
    private static final String NODE = "Node, plain http";
    private static final String BARE_HANDLER = BareS3Handler.class.getName();
    private static final String EMPTY_HANDLER = BareHandler.class.getName();
    private static final String OBJECT = "small.bin";
    private static final int BYTES = 10_000;

    /** Starts are short and vary by a tenth. */
    private static final int STARTS_PER_ROUND = 3;

    /** Starts a process of a function. */
    @FunctionalInterface
    private interface Start {
        FunctionProcess process() throws IOException;
    }

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench plain = Workbench.plain();
                Workbench secure = Workbench.secure()) {
            plain.store(OBJECT, BYTES);
            Sides sides = sides(plain, secure);
            boolean node = NodeUpload.isInstalledIn(plain);
            if (node) {
                sides.add(NODE, () -> NodeUpload.once(plain, OBJECT));
            }
            return rows(sides.run(STARTS_PER_ROUND * rounds), node);
        }
    }

    private static Sides sides(Workbench plain, Workbench secure) throws Exception {
        Path zip = FunctionZip.of(
                plain.directory, List.of(S3Event.class, DateTime.class), BareS3Handler.class, BareHandler.class);
        FunctionPackage code = plain.function();
        FunctionPackage bare = plain.keep(FunctionPackage.unpack(zip));
        FunctionPackage image = plain.keep(FunctionPackage.unpackAsImage(Workbench.functionZip()));
        FunctionPackage bareImage = plain.keep(FunctionPackage.unpackAsImage(zip));
        DeployedFunction s3 = DeployedFunction.S3;
        List<String> cache = aotCache(plain, options -> plain.deployed(image, s3.with(options)));
        List<String> bareCache = aotCache(plain, options -> bare(plain, bareImage, BARE_HANDLER, List.of(options)));
        return new Sides(WORK)
                .add(SECURE, () -> start(secure, () -> secure.deployed(code, s3)))
                .add(PLAIN, () -> start(plain, () -> plain.deployed(code, s3)))
                .add(REDUCED, () -> start(plain, () -> plain.undeployed(code, s3.handler(), s3.options(), Map.of())))
                .add(CACHED, () -> start(plain, () -> plain.deployed(image, s3.with(cache.toArray(String[]::new)))))
                .add(BARE, () -> start(plain, () -> bare(plain, bare, BARE_HANDLER, List.of())))
                .add(EMPTY, () -> start(plain, () -> bare(plain, bare, EMPTY_HANDLER, List.of())))
                .add(BARE_CACHED, () -> start(plain, () -> bare(plain, bareImage, BARE_HANDLER, bareCache)));
    }

    private static List<Row> rows(Sides sides, boolean node) {
        List<Row> rows = new ArrayList<>(List.of(
                sides.row("CPU", "ms", SECURE, BARE, Measured::cpuMillis, new Goal.Times(2.9)),
                sides.row("wall", "ms", SECURE, BARE, Measured::wallMillis, new Goal.Report()),
                sides.row("peak memory", "MB", SECURE, Measured::peakMegabytes, new Goal.Report()),
                sides.row("CPU", "ms", PLAIN, BARE, Measured::cpuMillis, new Goal.Times(2.0)),
                sides.row("wall", "ms", PLAIN, BARE, Measured::wallMillis, new Goal.Report()),
                sides.row("CPU", "ms", PLAIN, EMPTY, Measured::cpuMillis, new Goal.Report()),
                sides.row("CPU", "ms", REDUCED, BARE, Measured::cpuMillis, new Goal.Report()),
                sides.row("CPU", "ms", CACHED, BARE, Measured::cpuMillis, new Goal.Times(1.2)),
                sides.row("wall", "ms", CACHED, BARE_CACHED, Measured::wallMillis, new Goal.Report())));
        if (node) {
            rows.add(sides.row("CPU", "ms", PLAIN, NODE, Measured::cpuMillis, new Goal.Report()));
        }
        return rows;
    }

    private static FunctionProcess bare(Workbench bench, FunctionPackage code, String handler, List<String> more)
            throws IOException {
        return bench.undeployed(
                code, handler, Workbench.options(Workbench.MANAGED, more.toArray(String[]::new)), Map.of());
    }

    private static Measured start(Workbench bench, Start start) throws IOException, InterruptedException {
        byte[] event = bench.arrival(bench.storeNew(BYTES));
        long begun = System.nanoTime();
        try (FunctionProcess process = start.process()) {
            Workbench.transfer(process, event);
            Duration wall = Duration.ofNanos(System.nanoTime() - begun);
            Usage usage = Usage.of(process.pid());
            return new Measured(wall, usage.cpu(), usage.peakMemory());
        }
    }

    /** Starts a process with further options. */
    @FunctionalInterface
    private interface OptionStart {
        FunctionProcess process(String... options) throws IOException;
    }

    /** Records one event and creates a cache of it, like the container image of docs/aot-cache.md. */
    private static List<String> aotCache(Workbench bench, OptionStart start) throws IOException, InterruptedException {
        Path recorded = Files.createTempFile(bench.directory, "recorded", ".aotconf");
        Path cache = Files.createTempFile(bench.directory, "function", ".aot");
        Files.delete(cache);
        try (FunctionProcess process = start.process("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recorded)) {
            Workbench.transfer(process, bench.arrival(bench.storeNew(BYTES)));
            end(process, true);
        }
        try (FunctionProcess process =
                start.process("-XX:AOTMode=create", "-XX:AOTConfiguration=" + recorded, "-XX:AOTCache=" + cache)) {
            end(process, false);
        }
        return List.of("-XX:AOTMode=on", "-XX:AOTCache=" + cache);
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
