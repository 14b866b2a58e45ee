package com.ovok.local.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the benchmarks and writes the results. */
public final class Benchmarks {
    private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

    static {
        ALL.put("package", new PackageSize());
        ALL.put("cold", new ColdStart());
        ALL.put("restore", new Restore());
        ALL.put("warm", new Warm());
        ALL.put("batch", new QueueBatch());
        ALL.put("large", new LargeFile());
        ALL.put("memory", new Memory());
        ALL.put("arrivals", new Arrivals());
        ALL.put("storm", new Storm());
        ALL.put("micro", new Micro());
    }

    private Benchmarks() {}

    /**
     * Takes the output directory, the number of rounds, and the names of the benchmarks separated by commas; without
     * names, runs all of them.
     */
    public static void main(String... args) throws Exception {
        int rounds = Integer.parseInt(args[1]);
        List<String> only = args[2].isBlank() ? List.copyOf(ALL.keySet()) : List.of(args[2].split(",", -1));
        Report report = new Report(Machine.here(), rounds, new ArrayList<>());
        for (String name : only) {
            Benchmark benchmark = ALL.get(name);
            if (benchmark == null) {
                throw new IllegalArgumentException("no benchmark " + name + "; there are " + ALL.keySet());
            }
            report.rows().addAll(benchmark.run(rounds));
            // After each benchmark, so that an interrupted run keeps its results.
            report.writeTo(Path.of(args[0]));
        }
        System.out.print(report.markdown());
    }
}
