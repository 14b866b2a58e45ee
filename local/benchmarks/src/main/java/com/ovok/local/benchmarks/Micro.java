package com.ovok.local.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The form's encoder and the policy's parser under JMH. */
final class Micro implements Benchmark {
    @Override
    public List<Row> run(int rounds) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(FormBenchmark.class.getName())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return results.stream().map(Micro::row).toList();
    }

    private static Row row(RunResult result) {
        BenchmarkParams params = result.getParams();
        String work = params.getParamsKeys().isEmpty() ? "JMH" : "JMH, file of " + params.getParam("length") + " bytes";
        return new Row(
                work,
                result.getPrimaryResult().getLabel(),
                "µs",
                Samples.of("mean", result.getPrimaryResult().getScore()),
                Optional.empty(),
                new Goal.Report());
    }
}
