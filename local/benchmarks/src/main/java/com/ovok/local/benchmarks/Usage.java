package com.ovok.local.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * A running process's use of resources since its start.
 *
 * @param cpu user and system time of all its threads, in steps of 10 ms
 * @param peakMemory the maximum resident memory, in bytes
 * @see <a href="https://man7.org/linux/man-pages/man5/proc_pid_status.5.html">proc_pid_status(5)</a>
 */
record Usage(Duration cpu, long peakMemory) {
    private static final String PEAK = "VmHWM:";

    static Usage of(long pid) throws IOException {
        Duration cpu = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow();
        try (Stream<String> status = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            String peak =
                    status.filter(line -> line.startsWith(PEAK)).findFirst().orElseThrow();
            long kilobytes = Long.parseLong(peak.replaceAll("\\D", ""));
            return new Usage(cpu, kilobytes * 1024);
        }
    }
}
