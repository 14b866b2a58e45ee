package com.ovok.local.reliability;

import java.time.Duration;

/** Storms of any size for those who measure them; each fails where a file was lost, doubled or changed. */
public final class ChaosRuns {
    private static final long SEED = 20_261_124;

    /**
     * What came of it.
     *
     * @param redeliveries how many events were delivered again
     * @param wall until every event was carried or given up
     */
    public record Outcome(int events, int documents, int redeliveries, Duration wall) {}

    private ChaosRuns() {}

    /** So many files of so many bytes each arrive at once, and nothing fails. */
    public static Outcome calm(int files, int bytes, int processes) throws Exception {
        return outcome(ChaosRun.run(ChaosPlan.calm(files, bytes, processes, 0, 0, 0)));
    }

    /**
     * The same with duplicates, disorder and faults. Half of the processes take batches from a queue; S3 and
     * EventBridge invoke the others.
     */
    public static Outcome storm(int files, int processes) throws Exception {
        int queue = processes / 2;
        int bridge = (processes - queue) / 2;
        return outcome(ChaosRun.run(ChaosPlan.storm(SEED, files, processes - queue - bridge, queue, bridge, 0)));
    }

    private static Outcome outcome(Report report) {
        if (!report.findings().isEmpty()) {
            throw new IllegalStateException("seed " + SEED + ": " + report.findings());
        }
        return new Outcome(report.events(), report.documents(), report.redeliveries(), report.wall());
    }
}
