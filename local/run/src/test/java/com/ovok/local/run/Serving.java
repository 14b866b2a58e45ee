package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The serve command as a user runs it: in its own process, on four free ports. */
final class Serving implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("root.directory"));
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path errors;
    private final Ports ports;

    private Serving(Process process, Path errors, Ports ports) {
        this.process = process;
        this.errors = errors;
        this.ports = ports;
    }

    /**
     * Starts the command and returns once it serves.
     *
     * @param directory receives its output, and {@code tmp} for its temporary files
     * @param options besides those of every run
     */
    static Serving start(Path directory, String... options) throws IOException {
        return startIn(List.of(), directory, options);
    }

    /** Starts the command like {@link #start}, as the arguments of another command. */
    static Serving startIn(List<String> prefix, Path directory, String... options) throws IOException {
        Files.createDirectory(directory.resolve("tmp"));
        Ports ports = fourFreePorts();
        List<String> command = new ArrayList<>(prefix);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("-Djava.io.tmpdir=" + directory.resolve("tmp"), "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("--root=" + ROOT, "--serve=true", "--port=" + ports.api()));
        command.addAll(List.of(options));
        Path errors = directory.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectError(errors.toFile())
                .redirectOutput(directory.resolve("out.txt").toFile())
                .start();
        Serving serving = new Serving(process, errors, ports);
        await().atMost(PATIENCE).until(() -> serving.shown().contains("Serving on ") || !process.isAlive());
        assertThat(process.isAlive()).as(serving.shown()).isTrue();
        return serving;
    }

    Process process() {
        return process;
    }

    Ports ports() {
        return ports;
    }

    /** Returns the output for the user so far. */
    String shown() throws IOException {
        return Files.readString(errors);
    }

    /** Ends the command like Ctrl-C, and waits for its end. */
    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static Ports fourFreePorts() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
                Ports ports = Ports.from(socket.getLocalPort() + 1);
                ports.requireFree();
                return ports;
            } catch (ExitException e) {
                System.err.println("trying other ports: " + e.line());
            }
        }
        throw new AssertionError("no four free ports in a row");
    }
}
