package com.ovok.local.run;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.lambda.LambdaFunction;
import com.ovok.local.run.Samples.NamedObject;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands of the local run: the main job, the backfill, and the local environment that keeps serving. */
public final class Main {
    private Main() {}

    /** Runs with the options of {@link Options#parse} and exits; the code is 0 on success. */
    public static void main(String[] arguments) {
        ProcessHandle.current().parent().ifPresent(Main::endWith);
        System.exit(run(System.out, System.err, arguments));
    }

    /** Prints the {@code FileEntryDto}s on {@code out} and everything else on {@code err}. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            run(Options.parse(arguments), out, err);
            return 0;
        } catch (ExitException e) {
            err.println("error: " + e.line());
            return e.code();
        } catch (IOException | UncheckedIOException e) {
            err.println("error: " + e.getMessage());
            return ExitException.FAILED;
        }
    }

    private static void run(Options options, PrintStream out, PrintStream err) throws IOException, ExitException {
        LocalEvent event = MainJob.event(options);
        Samples samples = new Samples(options.events());
        List<NamedObject> objects = options.serve() ? samples.objects() : List.of();
        Ports ports = options.serve() ? Ports.from(options.port()).on(options.host()) : Ports.FREE;
        ports.requireFree();
        try (LocalEnvironment stack =
                LocalEnvironment.start(ports, options.functionZip(), buckets(event, objects), err::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(stack)));
            if (LambdaFunction.runsHere() || !options.serve()) {
                work(stack, options, event, out, err);
            } else {
                err.println("Functions run on Linux alone. S3 and OVOK are served, for functions in containers.");
            }
            if (options.serve()) {
                store(stack, objects, samples.picture());
                stack.serve(ports, err::println);
                err.println(new ServingNotes(options, ports, stack).text());
                new CountDownLatch(1).await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void work(
            LocalEnvironment stack, Options options, LocalEvent event, PrintStream out, PrintStream err)
            throws IOException, ExitException {
        if (options.backfill().isEmpty()) {
            out.println(pretty(MainJob.run(stack, options, event, err)));
            return;
        }
        BackfillReport report = BackfillJob.run(stack, options.backfill().get(), options.backfillDryRun(), err);
        report.write(options.backfillReport());
        err.println("Each file's result is in " + options.root().relativize(options.backfillReport()));
        out.println(pretty(report.summary()));
        report.requireSuccess();
    }

    private static Set<String> buckets(LocalEvent event, List<NamedObject> objects) {
        Stream<String> ofEvent = event instanceof ArrivalEvent arrivals ? arrivals.buckets().stream() : Stream.of();
        return Stream.concat(ofEvent, objects.stream().map(NamedObject::bucket)).collect(Collectors.toSet());
    }

    /** Stores the objects of the sample events, so that these work unchanged. */
    private static void store(LocalEnvironment stack, List<NamedObject> objects, byte[] content) throws IOException {
        Path file = Files.write(Files.createTempFile("sample", ".png"), content);
        try {
            objects.forEach(object -> stack.store(object.bucket(), object.key(), object.versionId(), file));
        } finally {
            Files.delete(file);
        }
    }

    /** Maven forwards Ctrl-C, but does not end its child if it ends in another way. */
    private static void endWith(ProcessHandle parent) {
        Thread.ofVirtual().start(() -> {
            parent.onExit().join();
            System.exit(ExitException.FAILED);
        });
    }

    private static void close(LocalEnvironment stack) {
        try {
            stack.close();
        } catch (IOException e) {
            System.getLogger(Main.class.getName()).log(Level.WARNING, "the local stack did not close", e);
        }
    }

    private static String pretty(JsonNode entries) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        return new JsonMapper().writer(printer).writeValueAsString(entries);
    }
}
