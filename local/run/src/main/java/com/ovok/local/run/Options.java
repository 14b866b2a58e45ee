package com.ovok.local.run;

import com.ovok.local.http.ServerAddresses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a run.
 *
 * @param root the project's directory, with {@code events/} and the built package
 * @param event the event to send
 * @param file the file to upload instead of the sample
 * @param backfill the folder whose files are transferred by tasks of S3 Batch Operations instead
 * @param backfillDryRun whether these files are only checked
 * @param serve whether the environment keeps serving afterwards
 * @param host where it then listens
 * @param port the first of the four ports on which it then serves
 */
record Options(
        Path root,
        Path event,
        Optional<Path> file,
        Optional<Path> backfill,
        boolean backfillDryRun,
        boolean serve,
        ServerAddresses host,
        int port) {
    private static final Set<String> NAMES =
            Set.of("root", "directory", "event", "file", "backfill", "backfillDryRun", "serve", "host", "port");

    /**
     * Parses {@code --root}, {@code --directory} (the base of relative paths), {@code --event}, {@code --file},
     * {@code --backfill}, {@code --backfillDryRun}, {@code --serve}, {@code --host} and {@code --port}, each as
     * {@code --name=value}. Empty values are ignored.
     */
    static Options parse(String... arguments) throws ExitException {
        Map<String, String> values = values(arguments);
        Path root = Path.of(values.getOrDefault("root", ".")).toAbsolutePath();
        Path directory = root.resolve(values.getOrDefault("directory", "."));
        boolean serve = flag("serve", values);
        Optional<Path> backfill = backfill(directory, values);
        return new Options(
                root,
                event(root, directory, values.getOrDefault("event", "events/s3-put.json")),
                file(directory, values.getOrDefault("file", "")),
                backfill,
                flag("backfillDryRun", values),
                serve,
                host(values.getOrDefault("host", ""), serve),
                port(values.getOrDefault("port", "3000")));
    }

    Path functionZip() {
        return root.resolve("function/target/function.zip");
    }

    Path events() {
        return root.resolve("events");
    }

    /** For {@code sam local}: ignored by git, and rewritten by each run that containers can reach. */
    Path containerSettings() {
        return root.resolve("local/run/target/env.json");
    }

    /** For {@code -Dbackfill}: as the report of a job, with the files' names. */
    Path backfillReport() {
        return root.resolve("local/run/target/backfill-report.csv");
    }

    private static Map<String, String> values(String... arguments) throws ExitException {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length != 2 || !parts[0].startsWith("--") || !NAMES.contains(parts[0].substring(2))) {
                throw ExitException.badInput("not an option: " + argument);
            }
            if (!parts[1].isBlank()) {
                values.put(parts[0].substring(2), parts[1]);
            }
        }
        return values;
    }

    private static boolean flag(String name, Map<String, String> values) throws ExitException {
        String value = values.getOrDefault(name, "false");
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ExitException.badInput("-D" + name + ": " + value + " is neither true nor false");
        };
    }

    private static Optional<Path> backfill(Path directory, Map<String, String> values) throws ExitException {
        String value = values.getOrDefault("backfill", "");
        if (value.isEmpty()) {
            if (flag("backfillDryRun", values)) {
                throw ExitException.badInput("-DbackfillDryRun: goes with -Dbackfill, which names the folder");
            }
            return Optional.empty();
        }
        if (values.containsKey("file") || values.containsKey("event")) {
            throw ExitException.badInput("-Dbackfill: goes with neither -Dfile nor -Devent");
        }
        Path folder = directory.resolve(value).normalize();
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            throw ExitException.badInput("-Dbackfill: there is no readable folder " + folder);
        }
        return Optional.of(folder);
    }

    private static ServerAddresses host(String value, boolean serve) throws ExitException {
        if (value.isEmpty()) {
            return ServerAddresses.LOOPBACK;
        }
        if (!serve) {
            throw ExitException.badInput("-Dhost: goes with -Dserve, as nothing else is served");
        }
        try {
            return ServerAddresses.of(value);
        } catch (IllegalArgumentException e) {
            throw ExitException.badInput("-Dhost: " + e.getMessage());
        }
    }

    private static int port(String value) throws ExitException {
        if (!value.matches("\\d{4,5}") || Integer.parseInt(value) < 1024 || Integer.parseInt(value) > 65_532) {
            throw ExitException.badInput("-Dport: " + value + " is not a port from 1024 to 65532");
        }
        return Integer.parseInt(value);
    }

    private static Path event(Path root, Path directory, String value) throws ExitException {
        Path here = directory.resolve(value);
        Path event = Files.exists(here) ? here : root.resolve(value);
        if (!Files.isRegularFile(event)) {
            throw ExitException.badInput("-Devent: no event " + value + "; the samples are in events/");
        }
        return event;
    }

    private static Optional<Path> file(Path directory, String value) throws ExitException {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Path file = directory.resolve(value).normalize();
        if (Files.isDirectory(file)) {
            throw ExitException.badInput("-Dfile: " + file + " is a directory; name a file");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw ExitException.badInput("-Dfile: no readable file " + file);
        }
        return Optional.of(file);
    }
}
