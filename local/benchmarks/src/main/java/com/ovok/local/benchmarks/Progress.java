package com.ovok.local.benchmarks;

import java.util.Locale;

/** Reports each measurement on standard error. */
final class Progress {
    private Progress() {}

    static void say(String work, String side, int round, Measured measured) {
        System.err.printf(
                Locale.ROOT,
                "%s, %s, round %d: %.3f s, CPU %.2f s, %.0f MB%n",
                work,
                side,
                round,
                measured.wallSeconds(),
                measured.cpuSeconds(),
                measured.peakMegabytes());
    }

    static void skipped(String what, String why) {
        System.err.println("skipped: " + what + ", " + why);
    }
}
