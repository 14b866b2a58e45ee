package com.ovok.local.benchmarks;

import java.time.Duration;

/**
 * The cost of one piece of work.
 *
 * @param wall the elapsed time
 * @param cpu user and system time of the working process
 * @param peakMemory the maximum resident memory of this process, in bytes; 0 if it was not measured
 */
record Measured(Duration wall, Duration cpu, long peakMemory) {
    double wallSeconds() {
        return wall.toNanos() / 1e9;
    }

    double wallMillis() {
        return wall.toNanos() / 1e6;
    }

    double cpuSeconds() {
        return cpu.toNanos() / 1e9;
    }

    double cpuMillis() {
        return cpu.toNanos() / 1e6;
    }

    double peakMegabytes() {
        return peakMemory / 1e6;
    }
}
