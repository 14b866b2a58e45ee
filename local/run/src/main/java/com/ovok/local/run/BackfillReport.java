package com.ovok.local.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.s3.ObjectCreated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of the tasks of a backfill, as sums and as the list that S3 Batch Operations writes. */
record BackfillReport(List<Line> lines) {
    private static final String SUCCEEDED = "Succeeded";
    private static final String SKIPPED = "skipped";

    BackfillReport {
        lines = List.copyOf(lines);
    }

    /**
     * What became of one task.
     *
     * @param code the result code of S3 Batch Operations
     * @param message the document's id, what a dry run found, or a problem
     */
    record Line(ObjectCreated object, String code, String message) {

        boolean isSucceeded() {
            return code.equals(SUCCEEDED);
        }

        boolean isSkipped() {
            return isSucceeded() && message.equals(SKIPPED);
        }

        /** Returns the columns of a job's report: bucket, key, version, status, error code, HTTP status, message. */
        String csv() {
            return Stream.of(
                            object.bucket(),
                            BackfillTask.encode(object.key()),
                            object.versionId().orElse(""),
                            isSucceeded() ? "succeeded" : "failed",
                            isSucceeded() ? "" : code,
                            "200",
                            message)
                    .map(column -> '"' + column.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(","));
        }
    }

    /** Returns the sums, without a file's name. */
    ObjectNode summary() {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("files", lines.size());
        summary.put(
                "bytes", lines.stream().mapToLong(line -> line.object().size()).sum());
        summary.put("succeeded", lines.stream().filter(Line::isSucceeded).count() - skipped());
        summary.put("skipped", skipped());
        summary.put("failed", failed());
        ObjectNode problems = summary.putObject("failures");
        failures().forEach(problems::put);
        return summary;
    }

    /** Writes a line for each task. It has the files' names. */
    void write(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, lines.stream().map(Line::csv).toList());
    }

    /** @throws ExitException if a task failed */
    void requireSuccess() throws ExitException {
        if (failed() > 0) {
            String problems = failures().entrySet().stream()
                    .map(problem -> problem.getKey() + " (" + problem.getValue() + ")")
                    .collect(Collectors.joining(", "));
            throw ExitException.failed("%d of %d files failed: %s".formatted(failed(), lines.size(), problems));
        }
    }

    private long skipped() {
        return lines.stream().filter(Line::isSkipped).count();
    }

    private long failed() {
        return lines.stream().filter(line -> !line.isSucceeded()).count();
    }

    private Map<String, Long> failures() {
        return lines.stream()
                .filter(line -> !line.isSucceeded())
                .collect(Collectors.groupingBy(Line::message, TreeMap::new, Collectors.counting()));
    }
}
