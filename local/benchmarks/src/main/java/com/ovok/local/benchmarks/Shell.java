package com.ovok.local.benchmarks;

import static java.util.Objects.requireNonNull;

import com.ovok.local.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/** Runs and times external programs with bash, which counts the CPU time of every child. */
final class Shell {
    private static final String TIMED = "LC_ALL=C TIMEFORMAT='%3R %3U %3S'; set -e -o pipefail; time { ";

    private Shell() {}

    static boolean has(String... programs) {
        return Stream.of(programs).allMatch(Programs::isOnPath);
    }

    /** Runs bash commands in this directory; their output must be their peak memory in bytes, or empty. */
    static Measured time(Path directory, String commands, Map<String, String> environment)
            throws IOException, InterruptedException {
        String[] lines = run(directory, TIMED + commands + "; }", environment).split("\n", -1);
        String[] times = requireNonNull(lines[lines.length - 1]).split(" ", -1);
        Duration cpu = seconds(times[1]).plus(seconds(times[2]));
        long peak = lines.length > 1 ? Long.parseLong(lines[lines.length - 2].strip()) : 0;
        return new Measured(seconds(times[0]), cpu, peak);
    }

    /** Runs bash commands and returns their output. */
    static String run(Path directory, String commands, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", commands)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException("exit status " + process.exitValue() + ": " + output);
        }
        return output;
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
    }
}
