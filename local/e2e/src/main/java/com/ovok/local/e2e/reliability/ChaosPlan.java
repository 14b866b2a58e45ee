package com.ovok.local.e2e.reliability;

import java.util.Map;

/**
 * The input of a {@link ChaosRun}.
 *
 * @param seed of the order, the contents, the faults and the kills
 * @param versions how many versions of objects arrive
 * @param objectBytes the size of each except the large ones, at most {@link TestEnvironment#MAX_SIZE}
 * @param large one version in this many has {@link Arrival#LARGE} bytes; 0 for none
 * @param duplicates one version in this many arrives twice; 0 for none
 * @param hopeless one version in this many can never be transferred; 0 for none
 * @param faults one call in this many fails; 0 for none
 * @param deaths at one call in this many a process is killed; 0 for none
 * @param direct processes that S3 invokes
 * @param queue processes that take batches from SQS
 * @param bridge processes that EventBridge invokes
 * @param batch processes that S3 Batch Operations invokes
 * @param publishes whether the function publishes results
 * @param settings of the function, besides those of the scene
 */
record ChaosPlan(
        long seed,
        int versions,
        int objectBytes,
        int large,
        int duplicates,
        int hopeless,
        int faults,
        int deaths,
        int direct,
        int queue,
        int bridge,
        int batch,
        boolean publishes,
        Map<String, String> settings) {

    /**
     * One version in 40 is large, a fifth arrives twice, a tenth of all calls fails, and one arrival in 25 is hopeless.
     * Results are published.
     */
    static ChaosPlan storm(long seed, int versions, int direct, int queue, int bridge, int batch) {
        return new ChaosPlan(seed, versions, 10_000, 40, 5, 25, 10, 150, direct, queue, bridge, batch, true, Map.of());
    }

    /** Without faults, each version arrives once. */
    static ChaosPlan calm(int versions, int objectBytes, int direct, int queue, int bridge, int batch) {
        return new ChaosPlan(0, versions, objectBytes, 0, 0, 0, 0, 0, direct, queue, bridge, batch, false, Map.of());
    }

    /** Without faults, each version arrives twice, and the processes share no ledger. */
    static ChaosPlan withoutLedger(int versions) {
        return new ChaosPlan(0, versions, 1_000, 0, 1, 0, 0, 0, 1, 0, 1, 0, false, Map.of("LEDGER_TABLE", ""));
    }

    /** Returns the size of an object in bytes. */
    int bytes(int number) {
        return large > 0 && number % large == large - 1 ? Arrival.LARGE : objectBytes;
    }
}
