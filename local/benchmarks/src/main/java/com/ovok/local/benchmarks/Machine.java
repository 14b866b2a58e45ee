package com.ovok.local.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The machine and the time of the measurement. */
record Machine(
        String date,
        String processor,
        int cores,
        long memoryMegabytes,
        String system,
        String java,
        String curl,
        String node) {

    static Machine here() throws IOException, InterruptedException {
        return new Machine(
                LocalDate.now(ZoneOffset.UTC).toString(),
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                version("curl --version"),
                version("node --version"));
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s; %s, %d cores, %d MB; %s; %s; %s; Node %s.",
                date,
                processor,
                cores,
                memoryMegabytes,
                system,
                java,
                curl,
                node);
    }

    private static String version(String command) throws IOException, InterruptedException {
        return Shell.has(command.split(" ", -1)[0])
                ? Shell.run(Path.of("."), command + " | head -1 | cut -d' ' -f1-2", Map.of())
                : "none";
    }

    private static String field(String file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("0");
        }
    }
}
