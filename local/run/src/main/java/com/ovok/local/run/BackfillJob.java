package com.ovok.local.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.run.BackfillReport.Line;
import com.ovok.local.s3.ObjectCreated;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A backfill, end to end: the files of a folder are stored in the inbox, tasks of S3 Batch Operations go through the
 * deployable function, and what OVOK then holds is compared with the files.
 */
final class BackfillJob {
    /** S3 repeats a task that failed for now; how often is not documented. */
    private static final int ROUNDS = 3;

    private static final String TEMPORARY_FAILURE = "TemporaryFailure";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final LocalEnvironment stack;
    private final boolean dryRun;
    private final PrintStream err;

    private BackfillJob(LocalEnvironment stack, boolean dryRun, PrintStream err) {
        this.stack = stack;
        this.dryRun = dryRun;
        this.err = err;
    }

    /** Returns the files of a folder and of the folders in it, in order. */
    static List<Path> files(Path folder) throws IOException, ExitException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            if (files.isEmpty()) {
                throw ExitException.badInput("-Dbackfill: there is no file in " + folder);
            }
            return files;
        }
    }

    /**
     * Does the job.
     *
     * @param dryRun whether the files are checked and not transferred
     * @param err shows how far the job is
     */
    static BackfillReport run(LocalEnvironment stack, Path folder, boolean dryRun, PrintStream err)
            throws IOException, ExitException {
        return new BackfillJob(stack, dryRun, err).run(folder);
    }

    private BackfillReport run(Path folder) throws IOException, ExitException {
        List<ObjectCreated> objects = new ArrayList<>();
        for (Path file : files(folder)) {
            String key = Stream.of(folder.relativize(file).toString().split("[/\\\\]", -1))
                    .collect(Collectors.joining("/"));
            objects.add(stack.store(LocalEnvironment.INBOX, key, file));
        }
        err.println(objects.size() + " files are stored in " + LocalEnvironment.INBOX);
        return new BackfillReport(transfer(objects));
    }

    private List<Line> transfer(List<ObjectCreated> objects) throws IOException, ExitException {
        long total = objects.stream().mapToLong(ObjectCreated::size).sum();
        ProgressBar bar = new ProgressBar(
                dryRun ? "dry run" : "backfill",
                Math.max(total, 1),
                err,
                Terminal.isStandardError(),
                InstantSource.system());
        List<Line> lines = new ArrayList<>();
        long done = 0;
        for (ObjectCreated object : objects) {
            lines.add(lastOf(new BackfillTask(object, dryRun)));
            done += object.size();
            if (done > 0) {
                bar.update(done);
            }
        }
        return lines;
    }

    private Line lastOf(BackfillTask task) throws IOException, ExitException {
        Line line = verified(once(task));
        for (int round = 1; round < ROUNDS && line.code().equals(TEMPORARY_FAILURE); round++) {
            line = verified(once(task));
        }
        return line;
    }

    private Line once(BackfillTask task) throws IOException, ExitException {
        InvocationResult result = stack.invoke(LocalEnvironment.BACKFILL_FUNCTION, task.event());
        if (result instanceof InvocationResult.Success success) {
            try {
                return task.line(MAPPER.readTree(success.payload()));
            } catch (JsonProcessingException e) {
                throw ExitException.failed("the function's response is not JSON");
            }
        }
        err.println(LocalEnvironment.BACKFILL_FUNCTION + " failed: " + result.payload());
        return new Line(task.object(), "PermanentFailure", "function error");
    }

    /** Makes a failure of a success whose document has not the file's bytes. */
    private Line verified(Line line) {
        if (dryRun || !line.isSucceeded() || line.isSkipped()) {
            return line;
        }
        Optional<String> held = stack.sha256(line.message());
        return held.equals(Optional.of(line.object().sha256()))
                ? line
                : new Line(line.object(), "PermanentFailure", "OVOK holds other bytes");
    }
}
