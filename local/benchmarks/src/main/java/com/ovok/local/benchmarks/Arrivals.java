package com.ovok.local.benchmarks;

import com.ovok.local.e2e.reliability.ChaosRuns;
import com.ovok.local.e2e.reliability.ChaosRuns.Outcome;
import java.util.List;
import java.util.Optional;

/** Many files at once, through several processes with one ledger, compared with one process and sequential files. */
final class Arrivals implements Benchmark {
    private static final int FILES = 1_000;
    private static final int BYTES = 100_000;
    private static final int PROCESSES = 4;
    private static final int STORM_PROCESSES = 6;
    private static final String STORM = STORM_PROCESSES + " processes";
    private static final String ALL = "4 processes";
    private static final String ONE = "one at a time";
    private static final String WORK = "1,000 arrivals of 100 KB";

    @Override
    public List<Row> run(int rounds) throws Exception {
        Sides sides = new Sides(WORK)
                .add(ALL, () -> carry(PROCESSES))
                .add(ONE, () -> carry(1))
                .run(1);
        return List.of(
                sides.row(
                        "throughput",
                        "documents/s",
                        ALL,
                        ONE,
                        measured -> FILES / measured.wallSeconds(),
                        new Goal.Report()),
                sides.row("CPU", "ms/document", ALL, ONE, measured -> measured.cpuMillis() / FILES, new Goal.Report()));
    }

    private static Measured carry(int processes) throws Exception {
        try (Children children = Children.watch()) {
            Outcome outcome = ChaosRuns.calm(FILES, BYTES, processes);
            if (outcome.documents() != FILES) {
                throw new IllegalStateException("documents: " + outcome.documents());
            }
            return new Measured(outcome.wall(), children.cpu(), 0);
        }
    }

    /** Two thousand versions with faults, duplicates and disorder; fails if a file is lost or duplicated. */
    static List<Row> storm(int rounds) throws Exception {
        Outcome outcome = ChaosRuns.storm(2_000, STORM_PROCESSES);
        String work = "storm: 2,000 versions, a tenth of all calls fails, nothing lost, nothing twice";
        return List.of(
                row(work, "events", outcome.events()),
                row(work, "documents", outcome.documents()),
                row(work, "deliveries repeated", outcome.redeliveries()),
                new Row(
                        work,
                        "wall",
                        "s",
                        Samples.of(STORM, outcome.wall().toMillis() / 1e3),
                        Optional.empty(),
                        new Goal.Report()));
    }

    private static Row row(String work, String measure, int count) {
        return new Row(work, measure, "", Samples.of(STORM, count), Optional.empty(), new Goal.Report());
    }
}
