package com.ovok.local.benchmarks;

import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import java.util.List;

/** The largest object of one form, in a heap of 64 MB, compared with a small one. */
final class Memory implements Benchmark {
    private static final long LARGE = 5L << 30;
    private static final long SMALL = 16L << 20;
    private static final String LARGE_SIDE = "5 GiB";
    private static final String SMALL_SIDE = "16 MiB";

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.secure()) {
            bench.store("large.bin", LARGE);
            bench.store("small.bin", SMALL);
            FunctionPackage code = bench.function();
            Sides sides = new Sides("5 GiB in -Xmx64m, TLS")
                    .add(LARGE_SIDE, () -> transfer(bench, code, "large.bin"))
                    .add(SMALL_SIDE, () -> transfer(bench, code, "small.bin"))
                    .run(rounds);
            return List.of(
                    sides.row(
                            "peak memory", "MB", LARGE_SIDE, SMALL_SIDE, Measured::peakMegabytes, new Goal.Times(1.1)),
                    sides.row("peak memory", "MB", LARGE_SIDE, Measured::peakMegabytes, new Goal.Limit(150)));
        }
    }

    private static Measured transfer(Workbench bench, FunctionPackage code, String key) throws Exception {
        try (FunctionProcess process = bench.deployed(code, DeployedFunction.S3.with("-Xmx64m"))) {
            Measured measured = Workbench.measure(process, bench.arrival(key));
            bench.discard();
            return measured;
        }
    }
}
