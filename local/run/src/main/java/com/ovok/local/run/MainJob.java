package com.ovok.local.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.common.hash.Hashing;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.s3.ObjectCreated;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The main job, end to end: a file arrives, its event goes through the deployable function, and the document in OVOK is
 * compared with the file.
 */
final class MainJob {
    /** In bytes: the limit of one form in S3. */
    private static final long SIZE_LIMIT = 5L << 30;

    private static final long LARGE = 32L << 20;
    private static final JsonMapper MAPPER = new JsonMapper();

    private final LocalEnvironment stack;
    private final Path file;
    private final long length;
    private final PrintStream err;
    private final Map<String, ProgressBar> bars = new ConcurrentHashMap<>();

    private MainJob(LocalEnvironment stack, Path file, PrintStream err) throws IOException {
        this.stack = stack;
        this.file = file;
        this.length = Files.size(file);
        this.err = err;
    }

    /** Returns the event of the options, adapted to the file of the options. */
    static LocalEvent event(Options options) throws IOException, ExitException {
        LocalEvent event = LocalEvent.read(options.event());
        if (options.file().isPresent()) {
            Path file = options.file().get();
            if (!(event instanceof ArrivalEvent arrivals)) {
                throw ExitException.badInput(
                        "-Dfile goes with an event about objects; for the API use -Dserve and curl -T");
            }
            if (Files.size(file) > SIZE_LIMIT) {
                throw ExitException.badInput("-Dfile: larger than 5 GiB, the limit of one upload");
            }
            arrivals.narrowTo(file.getFileName().toString());
        }
        return event;
    }

    /** Runs the job and returns the {@code FileEntryDto}s. */
    static JsonNode run(LocalEnvironment stack, Options options, LocalEvent event, PrintStream err)
            throws IOException, ExitException {
        if (options.file().isPresent()) {
            return new MainJob(stack, options.file().get(), err).run(event);
        }
        Path sample = Files.createTempFile("sample", ".png");
        try {
            Files.write(sample, new Samples(options.events()).picture());
            return new MainJob(stack, sample, err).run(event);
        } finally {
            Files.delete(sample);
        }
    }

    private JsonNode run(LocalEvent event) throws IOException, ExitException {
        if (length >= LARGE) {
            stack.s3().onProgress(this::showProgress);
        }
        List<String> expected = arrive(event);
        JsonNode entries = event.entries(respond(event, stack.invoke(event.function(), event.bytes())));
        verify(entries, expected);
        return entries;
    }

    /** Stores the event's files and returns their SHA-256. */
    private List<String> arrive(LocalEvent event) throws IOException {
        return switch (event) {
            case ApiEvent request ->
                List.of(Hashing.sha256().hashBytes(request.body()).toString());
            case ArrivalEvent told -> {
                List<String> hashes = new ArrayList<>();
                for (Arrival arrival : told.arrivals()) {
                    hashes.add(store(arrival).sha256());
                }
                yield hashes;
            }
        };
    }

    private ObjectCreated store(Arrival arrival) throws IOException {
        ObjectCreated created = stack.store(arrival.bucket(), arrival.key(), arrival.versionId(), file);
        arrival.complete(created.size(), created.eTag());
        err.printf(Locale.ROOT, "%,d bytes have arrived in %s%n", created.size(), arrival.bucket());
        return created;
    }

    private void showProgress(String bucket, long bytes) {
        bars.computeIfAbsent(bucket, this::bar).update(bytes);
    }

    private ProgressBar bar(String bucket) {
        String title = bucket.equals(LocalEnvironment.DOCUMENTS) ? "OVOK " : "inbox";
        return new ProgressBar(title, length, err, Terminal.isStandardError(), InstantSource.system());
    }

    private static JsonNode respond(LocalEvent event, InvocationResult result) throws ExitException {
        String name = event.function();
        return switch (result) {
            case InvocationResult.Success success -> parse(success.payload());
            case InvocationResult.Failure failure ->
                throw ExitException.failed(name + " failed: " + failure.errorMessage());
            case InvocationResult.Crashed crash ->
                throw ExitException.failed(name + "'s process ended with exit status " + crash.exitValue());
            case InvocationResult.TimedOut timedOut ->
                throw ExitException.failed(name + " did not respond within " + timedOut.limit());
        };
    }

    private static JsonNode parse(String response) throws ExitException {
        try {
            return MAPPER.readTree(response);
        } catch (JsonProcessingException e) {
            throw ExitException.failed("the function's response is not JSON");
        }
    }

    private void verify(JsonNode entries, List<String> expected) throws ExitException {
        List<String> held = new ArrayList<>();
        for (JsonNode entry : entries) {
            String id = entry.path("id").asText();
            held.add(stack.sha256(id).orElseThrow(() -> ExitException.failed("OVOK holds no file for document " + id)));
        }
        if (!held.stream().sorted().toList().equals(expected.stream().sorted().toList())) {
            throw ExitException.failed(
                    "OVOK's files are not those that arrived: expected SHA-256 " + expected + ", found " + held);
        }
        Set.copyOf(held).forEach(hash -> err.println("OVOK holds the same bytes, SHA-256 " + hash));
    }
}
