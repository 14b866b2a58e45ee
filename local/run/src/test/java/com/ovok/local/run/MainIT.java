package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job with the deployed function. */
class MainIT {
    private static final String ROOT = System.getProperty("root.directory");

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "s3-put.json, 1",
        "s3-put-unversioned.json, 1",
        "s3-put-encoded-key.json, 1",
        "s3-put-two-records.json, 2",
        "s3-test-event.json, 0",
        "s3-removed.json, 0",
        "s3-folder.json, 0",
        "eventbridge-object-created.json, 1",
        "batch-operations-1.0.json, 1",
        "batch-operations-2.0.json, 1",
        "http-api-put.json, 1",
        "rest-api-put.json, 1",
    })
    void transfersObjectsOfEvent(String event, int documents) throws IOException {
        assertThat(run("--event=events/" + event)).as(err::toString).isZero();
        JsonNode entries = printed();
        assertThat(entries.isArray()).isTrue();
        assertThat(entries).hasSize(documents).allMatch(entry -> entry.hasNonNull("id") && !entry.has("uploadOptions"));
    }

    @Test
    void transfersAFileOfTheUserByAnEventOfEventBridge() throws IOException {
        Path file = directory.resolve("Über 100 %.txt");
        Files.writeString(file, "hello");
        String root = "--root=" + ROOT;
        String event = "--event=events/eventbridge-object-created.json";
        assertThat(Main.run(print(out), print(err), root, event, "--file=" + file))
                .as(err::toString)
                .isZero();
        assertThat(printed().at("/0/fileName").asText()).isEqualTo("Über 100 %.txt");
    }

    @Test
    void transfersFileOfUser() throws IOException {
        Path file = directory.resolve("Über 100 %.txt");
        Files.writeString(file, "hello");
        assertThat(run("--file=" + file)).as(err::toString).isZero();
        assertThat(printed().at("/0/fileName").asText()).isEqualTo("Über 100 %.txt");
        assertThat(printed().at("/0/contentType").asText()).isEqualTo("text/plain");
        assertThat(shown()).contains("5 bytes have arrived");
    }

    @Test
    void showsProgressOfLargeFile() throws IOException {
        Path file = directory.resolve("large.bin");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(64 << 20);
        }
        assertThat(run("--file=" + file)).as(err::toString).isZero();
        String state = " \\[#+\\.+\\] \\d+\\.\\d MB of 67\\.1 MB, \\d+ %, \\d+ MB/s, ETA \\d+ s";
        assertThat(shown()).containsPattern("inbox" + state).containsPattern("OVOK " + state);
    }

    /** The function runs with a heap of 64 MB. */
    @ParameterizedTest
    @ValueSource(longs = {300_000_000L, 2_200_000_000L})
    void transfersFileLargerThanHeap(long length) throws IOException {
        Path file = directory.resolve("large.dcm");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(length);
        }
        assertThat(run("--file=" + file)).as(err::toString).isZero();
        assertThat(printed().at("/0/contentType").asText()).isEqualTo("application/dicom");
        assertThat(shown())
                .contains(String.format(Locale.ROOT, "%,d bytes have arrived", length))
                .contains("OVOK holds the same bytes");
    }

    @Test
    void printsOneLineIfFunctionRejectsEvent() throws IOException {
        Path event = directory.resolve("event.json");
        Files.writeString(event, "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}");
        assertThat(run("--event=" + event)).isEqualTo(ExitException.FAILED);
        assertThat(out.size()).isZero();
        assertThat(shown().lines().toList().getLast()).startsWith("error: S3Function failed: ");
    }

    @Test
    void printsOneLineWithoutPackage() throws IOException {
        Files.createDirectory(directory.resolve("events"));
        Files.copy(Path.of(ROOT, "events/s3-put.json"), directory.resolve("events/s3-put.json"));
        assertThat(Main.run(print(out), print(err), "--root=" + directory)).isEqualTo(ExitException.FAILED);
        assertThat(shown()).startsWith("error: ").contains("mvn package").hasLineCount(1);
    }

    @Test
    void printsOneLineForMissingFile() {
        assertThat(run("--file=" + directory.resolve("absent"))).isEqualTo(ExitException.BAD_INPUT);
        assertThat(shown()).startsWith("error: -Dfile: ").hasLineCount(1);
    }

    @Test
    void failsIfOvokHasOtherBytes() throws Exception {
        Options options = Options.parse("--root=" + ROOT);
        Path other = Files.writeString(directory.resolve("other"), "other bytes");
        try (LocalEnvironment stack = LocalEnvironment.start(options.functionZip(), print(err)::println)) {
            AtomicBoolean replaced = new AtomicBoolean();
            stack.s3().onObjectCreated(object -> {
                if (!object.bucket().equals(LocalEnvironment.INBOX) && replaced.compareAndSet(false, true)) {
                    stack.s3().put(object.bucket(), object.key(), other, "image/png", Map.of());
                }
            });
            assertThatThrownBy(() -> MainJob.run(stack, options, MainJob.event(options), print(err)))
                    .isInstanceOfSatisfying(
                            ExitException.class,
                            exit -> assertThat(exit.line()).startsWith("OVOK's files are not those that arrived"));
        }
    }

    private int run(String argument) {
        return Main.run(print(out), print(err), "--root=" + ROOT, argument);
    }

    private JsonNode printed() throws IOException {
        return new JsonMapper().readTree(out.toByteArray());
    }

    private String shown() {
        return err.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
