package com.ovok.local.benchmarks;

import com.ovok.local.e2e.reliability.ChaosRuns;
import com.ovok.local.e2e.reliability.ChaosRuns.Outcome;
import java.util.List;
import java.util.Optional;

/** Two thousand versions with faults, duplicates and disorder; fails if a file is lost or duplicated. */
final class Storm implements Benchmark {
    private static final int VERSIONS = 2_000;
    private static final int PROCESSES = 6;
    private static final String SIDE = PROCESSES + " processes";
    private static final String WORK = "storm: 2,000 versions, a tenth of all calls fails, nothing lost, nothing twice";

    @Override
    public List<Row> run(int rounds) throws Exception {
        Outcome outcome = ChaosRuns.storm(VERSIONS, PROCESSES);
        return List.of(
                row("events", "", outcome.events()),
                row("documents", "", outcome.documents()),
                row("deliveries repeated", "", outcome.redeliveries()),
                row("wall", "s", outcome.wall().toMillis() / 1e3));
    }

    private static Row row(String measure, String unit, double value) {
        return new Row(WORK, measure, unit, Samples.of(SIDE, value), Optional.empty(), new Goal.Report());
    }
}
