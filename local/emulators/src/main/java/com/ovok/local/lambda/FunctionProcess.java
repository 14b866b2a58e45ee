package com.ovok.local.lambda;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One execution environment: a process of the AWS Lambda Java runtime client that runs a function's package. Handles
 * events in sequence until it crashes, times out or is closed; ends with this JVM at the latest.
 */
public final class FunctionProcess implements AutoCloseable {
    /** Lambda allows ten seconds on an otherwise idle machine. */
    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);

    private static final Duration TERM_LIMIT = Duration.ofSeconds(5);
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
    }

    private final RuntimeApi api;
    private final Process process;
    private final Thread logReader;
    private final CompletableFuture<Void> end;

    private FunctionProcess(RuntimeApi api, Process process, Consumer<String> log) {
        this.api = api;
        this.process = process;
        // Not a virtual thread: reading a pipe pins its carrier thread, and a few idle processes would block all
        // others.
        this.logReader = Thread.ofPlatform().daemon().name("log").start(() -> forwardLog(process, log));
        RUNNING.add(process);
        this.end = process.onExit().thenAccept(this::ended);
    }

    /**
     * Starts a process.
     *
     * @param log receives every line of the process's standard output and error, on one thread
     */
    public static FunctionProcess start(FunctionPackage code, FunctionConfiguration configuration, Consumer<String> log)
            throws IOException {
        RuntimeApi api = new RuntimeApi(configuration.arn());
        try {
            return new FunctionProcess(api, launch(code, configuration, api.address()), log);
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    private static Process launch(FunctionPackage code, FunctionConfiguration configuration, String runtimeApi)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(RuntimeClient.command(configuration, code))
                .directory(code.root().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(configuration.completeEnvironment());
        builder.environment().put("LAMBDA_TASK_ROOT", code.root().toString());
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        return builder.start();
    }

    /**
     * Passes one event to the process and waits for the result. A process that exceeds {@code timeout} is killed.
     * Concurrent calls wait for each other.
     */
    public synchronized InvocationResult invoke(byte[] event, Duration timeout) throws InterruptedException {
        PendingInvocation invocation = new PendingInvocation(event, timeout);
        api.submit(invocation);
        if (!process.isAlive()) {
            api.processEnded(process.exitValue());
        }
        try {
            InvocationResult result = invocation.await(INIT_LIMIT);
            if (result instanceof InvocationResult.TimedOut) {
                kill();
            }
            return result;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /**
     * Waits until a process started {@linkplain FunctionConfiguration#SNAP_START for SnapStart} is ready for its
     * snapshot; the next event restores it.
     *
     * @throws IllegalStateException if the function cannot be loaded or prepared for the snapshot
     */
    public void awaitSnapshot() throws InterruptedException {
        api.snapshot().await(INIT_LIMIT);
    }

    /** Asks the operating system, because the process object learns of an end a moment later. */
    public boolean isAlive() {
        return process.toHandle().isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Kills the process and returns after its end. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Terminates the process, kills it after a few seconds, and returns after the end of the process and its log. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TERM_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
            logReader.join();
            end.join();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            api.close();
        }
    }

    private void ended(Process ended) {
        RUNNING.remove(ended);
        api.processEnded(ended.exitValue());
    }

    private static void forwardLog(Process process, Consumer<String> log) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(log);
        } catch (IOException | UncheckedIOException e) {
            log.accept("the log of the function's process broke off: " + e.getMessage());
        }
    }
}
