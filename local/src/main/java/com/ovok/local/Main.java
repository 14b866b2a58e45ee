package com.ovok.local;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The commands of the local run: the main job, and the stack that stays up. */
public final class Main {
    private Main() {}

    /** Runs with the options of {@link Options#parse} and exits: 0 when everything is as it should be. */
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
        Ports ports = options.serve() ? Ports.from(options.port()) : Ports.FREE;
        ports.requireFree();
        Set<String> inboxes = event instanceof S3Event notification ? notification.buckets() : Set.of();
        try (LocalStack stack = LocalStack.start(ports, options.functionZip(), inboxes, err::println)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(stack)));
            out.println(pretty(MainJob.run(stack, options, event, err)));
            if (options.serve()) {
                stack.serve(ports, err::println);
                err.println(howToTalkTo(ports, stack));
                new CountDownLatch(1).await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Maven hands Ctrl-C on, but not that it was ended in another way. */
    private static void endWith(ProcessHandle parent) {
        Thread.ofVirtual().start(() -> {
            parent.onExit().join();
            System.exit(ExitException.FAILED);
        });
    }

    private static void close(LocalStack stack) {
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

    private static String howToTalkTo(Ports ports, LocalStack stack) {
        return """

            Serving on 127.0.0.1 until Ctrl-C:
              Page    http://127.0.0.1:%1$d    the documents that OVOK holds, live; files can be dropped there
              API     http://127.0.0.1:%1$d    curl -T scan.pdf http://127.0.0.1:%1$d/documents/
              Lambda  http://127.0.0.1:%2$d    aws lambda invoke --endpoint-url http://127.0.0.1:%2$d --function-name S3Function \\
                                                 --payload fileb://events/s3-put-unversioned.json answer.json
              S3      http://127.0.0.1:%3$d    aws s3 cp scan.pdf s3://%4$s/ --endpoint-url http://127.0.0.1:%3$d
              OVOK    http://127.0.0.1:%5$d    the emulator of OVOK's API
            The AWS CLI wants AWS_ACCESS_KEY_ID=%6$s AWS_SECRET_ACCESS_KEY=%7$s AWS_DEFAULT_REGION=%8$s\
            """.formatted(
                        ports.api(),
                        ports.invoke(),
                        ports.s3(),
                        LocalStack.INBOX,
                        ports.ovok(),
                        stack.s3().credentials().accessKeyId(),
                        stack.s3().credentials().secretAccessKey(),
                        stack.s3().region());
    }
}
