package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.SamTemplate;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.ovok.Document;
import com.ovok.local.s3.ObjectCreated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backfill of a folder with the function as it is deployed. */
class BackfillIT {
    private static final Path ROOT = SamTemplate.ROOT;
    private static final Path ZIP = ROOT.resolve("function/target/function.zip");
    /** Shows the letters after it from right to left, as names of malware do. */
    private static final String UNUSABLE = "scan\u202efdp.exe";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void createFiles() throws IOException {
        Files.createDirectories(folder.resolve("letters/2026"));
        Files.writeString(folder.resolve("letters/2026/Müller + Söhne 100%.txt"), "hello");
        Files.writeString(folder.resolve("scan 1.pdf"), "one page");
        Files.writeString(folder.resolve("empty.txt"), "");
        Files.writeString(folder.resolve(".DS_Store"), "x");
    }

    @Test
    void transfersAFolder() throws Exception {
        assertThat(run("--backfill=" + folder)).as(err::toString).isZero();
        assertThat(summary()).isEqualTo(Map.of("files", 4, "bytes", 14, "succeeded", 3, "skipped", 1, "failed", 0));
        assertThat(err.toString(UTF_8)).contains("4 files are stored in ovok-inbox", "backfill [####", ", 100 %, ");
    }

    @Test
    void exitsWithOneAndCountsFailuresByProblem() throws Exception {
        Files.writeString(folder.resolve(UNUSABLE), "x");
        assertThat(run("--backfill=" + folder)).isEqualTo(ExitException.FAILED);
        assertThat(summary()).isEqualTo(Map.of("files", 5, "bytes", 15, "succeeded", 3, "skipped", 1, "failed", 1));
        assertThat(printed().path("failures").toString()).isEqualTo("{\"bad-request\":1}");
        assertThat(err.toString(UTF_8).stripTrailing()).endsWith("error: 1 of 5 files failed: bad-request (1)");
        assertThat(Files.readAllLines(ROOT.resolve("local/run/target/backfill-report.csv")))
                .hasSize(5)
                .filteredOn(line -> line.contains("\"failed\",\"PermanentFailure\",\"200\",\"bad-request\""))
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("\"ovok-inbox\",\"scan%E2%80%AEfdp.exe\","));
    }

    @Test
    void saysThatAFolderIsEmpty(@TempDir Path empty) {
        assertThat(run("--backfill=" + empty)).isEqualTo(ExitException.BAD_INPUT);
        assertThat(err.toString(UTF_8)).contains("error: -Dbackfill: there is no file in " + empty);
    }

    @Test
    void checksAFolderInADryRunAndChangesNothing() throws Exception {
        Files.writeString(folder.resolve(UNUSABLE), "x");
        try (LocalEnvironment stack = LocalEnvironment.start(ZIP, print(err)::println)) {
            BackfillReport report = BackfillJob.run(stack, folder, true, print(err));
            assertThat(stack.ovok().documents()).isEmpty();
            assertThat(report.lines())
                    .extracting(BackfillReport.Line::message)
                    .containsExactlyInAnyOrder(
                            "skipped",
                            "dry run: 5 bytes, text/plain",
                            "dry run: 8 bytes, application/pdf",
                            "dry run: 0 bytes, text/plain",
                            "bad-request");
            assertThat(stack.s3().requests().stream().map(request -> request.method()))
                    .containsOnly("HEAD");
        }
    }

    /** A job that runs again finds what it has transferred. */
    @Test
    void transfersEachVersionOnce() throws Exception {
        try (LocalEnvironment stack = LocalEnvironment.start(ZIP, print(err)::println)) {
            ObjectCreated object = stack.store(LocalEnvironment.INBOX, "scan 1.pdf", folder.resolve("scan 1.pdf"));
            List<JsonNode> results = List.of(result(stack, object), result(stack, object));
            assertThat(results)
                    .extracting(result -> result.path("resultCode").asText())
                    .containsOnly("Succeeded");
            assertThat(results.getFirst()).isEqualTo(results.getLast());
            assertThat(stack.ovok().documents()).hasSize(1).allMatch(Document::isComplete);
        }
    }

    private static JsonNode result(LocalEnvironment stack, ObjectCreated object) throws IOException {
        InvocationResult result =
                stack.invoke(LocalEnvironment.BACKFILL_FUNCTION, new BackfillTask(object, false).event());
        return new JsonMapper().readTree(result.payload()).at("/results/0");
    }

    private Map<String, Integer> summary() throws IOException {
        JsonNode printed = printed();
        return Map.of(
                "files", printed.path("files").asInt(),
                "bytes", printed.path("bytes").asInt(),
                "succeeded", printed.path("succeeded").asInt(),
                "skipped", printed.path("skipped").asInt(),
                "failed", printed.path("failed").asInt());
    }

    private JsonNode printed() throws IOException {
        return new JsonMapper().readTree(out.toByteArray());
    }

    private int run(String argument) {
        return Main.run(print(out), print(err), "--root=" + ROOT, argument);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }
}
