package com.ovok.local.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/**
 * The way that OVOK's reference page shows for Node: axios reads the file, creates the document and posts the form. It
 * has a static token, no ledger and no login, and runs without a Lambda runtime client.
 */
final class NodeUpload {
    private static final List<String> FILES = List.of("package.json", "upload.mjs", "documents.mjs");

    private NodeUpload() {}

    /** Installs the packages; says why if this machine cannot. */
    static boolean isInstalledIn(Workbench bench) throws IOException, InterruptedException {
        if (!Shell.has("bash", "node", "npm")) {
            Progress.skipped("Node", "no bash, node or npm on this machine");
            return false;
        }
        for (String file : FILES) {
            try (var resource = NodeUpload.class.getResourceAsStream("/benchmark/" + file)) {
                Files.copy(requireNonNull(resource, file), bench.directory.resolve(file));
            }
        }
        try {
            Shell.run(bench.directory, "npm install --silent --no-audit --no-fund --no-package-lock", Map.of());
            return true;
        } catch (IOException e) {
            Progress.skipped("Node", "npm could not install axios and form-data");
            return false;
        }
    }

    /** Starts a process that transfers one object. */
    static Measured once(Workbench bench, String object) throws IOException, InterruptedException {
        Measured measured = Shell.time(bench.directory, command(bench, object, 0, 1) + " > /dev/null", Map.of());
        bench.discard();
        return measured;
    }

    /** Returns the milliseconds of CPU per document of a process that has transferred {@code before} others. */
    static double cpuMillis(Workbench bench, String object, int before, int documents)
            throws IOException, InterruptedException {
        double millis =
                Double.parseDouble(Shell.run(bench.directory, command(bench, object, before, documents), Map.of()));
        bench.discard();
        return millis;
    }

    private static String command(Workbench bench, String object, int before, int documents) {
        return "node documents.mjs '" + bench.readable(object) + "' " + bench.ovok.baseUri() + " " + Workbench.TOKEN
                + " " + before + " " + documents;
    }
}
