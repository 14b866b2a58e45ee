package com.ovok.local.benchmark;

import java.time.Duration;

/**
 * What one piece of work took.
 *
 * @param wall from its beginning to its end
 * @param cpu user and system time of the process that did it
 * @param peakMemory the most that this process ever had resident, in bytes; 0 where it was not looked at
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
