package com.ovok.local.e2e.reliability;

import java.time.Duration;

/** Chaos runs of any size for measurements; each fails if a file was lost, duplicated or changed. */
public final class ChaosRuns {
    private static final long SEED = 20_261_124;

    /**
     * The result of a run.
     *
     * @param redeliveries how many events were delivered again
     * @param wall until every event succeeded or was given up
     */
    public record Outcome(int events, int documents, int redeliveries, Duration wall) {}

    private ChaosRuns() {}

    /**
     * Transfers this many files with duplicates, disorder, faults and published results. Half of the processes take
     * batches from a queue; S3, EventBridge and S3 Batch Operations invoke the others.
     */
    public static Outcome storm(int files, int processes) throws Exception {
        int queue = processes / 2;
        int bridge = (processes - queue) / 3;
        int direct = processes - queue - 2 * bridge;
        return outcome(ChaosRun.run(ChaosPlan.storm(SEED, files, direct, queue, bridge, bridge)));
    }

    private static Outcome outcome(Report report) {
        if (!report.findings().isEmpty()) {
            throw new IllegalStateException("seed " + SEED + ": " + report.findings());
        }
        return new Outcome(report.events(), report.documents(), report.redeliveries(), report.wall());
    }
}
