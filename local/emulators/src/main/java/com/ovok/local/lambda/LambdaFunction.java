package com.ovok.local.lambda;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * A function as its callers see it: it starts processes on demand, reuses them and replaces those that crashed or timed
 * out. An event waits while {@code concurrency} others are processed. Thread-safe.
 */
public final class LambdaFunction implements AutoCloseable {
    private final FunctionPackage code;
    private final FunctionConfiguration configuration;
    private final Semaphore permits;
    private final Consumer<String> log;
    private final Queue<FunctionProcess> idle = new ConcurrentLinkedQueue<>();
    private final Set<FunctionProcess> running = ConcurrentHashMap.newKeySet();

    /**
     * Creates a function without starting a process.
     *
     * @param log receives the processes' log lines, from several threads
     */
    public LambdaFunction(
            FunctionPackage code, FunctionConfiguration configuration, int concurrency, Consumer<String> log) {
        this.code = code;
        this.configuration = configuration;
        this.permits = new Semaphore(concurrency, true);
        this.log = log;
    }

    /** Returns whether functions run on this machine: on Linux only, as in Lambda. */
    public static boolean runsHere() {
        return RuntimeClient.runsHere();
    }

    public FunctionConfiguration configuration() {
        return configuration;
    }

    /** Passes one event to an idle or new process, and waits for the result. */
    public InvocationResult invoke(byte[] event) throws IOException {
        if (!runsHere()) {
            return new InvocationResult.Failure("Runtime.InvalidEntrypoint", RuntimeClient.whyNotHere());
        }
        try {
            permits.acquire();
            try {
                return invokeIn(idleOrNew(), event);
            } finally {
                permits.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while the function was at work");
        }
    }

    /** Lambda's asynchronous invocation without retries; {@code outcome} receives the result as one line. */
    public void invokeLater(byte[] event, Consumer<String> outcome) {
        Thread.ofVirtual().start(() -> outcome.accept(configuration.name() + " " + outcomeOf(event)));
    }

    private String outcomeOf(byte[] event) {
        try {
            InvocationResult result = invoke(event);
            return (result instanceof InvocationResult.Success ? "returned: " : "failed: ") + result.payload();
        } catch (IOException e) {
            return "could not be run: " + e.getMessage();
        }
    }

    /** Ends all processes, including busy ones. */
    @Override
    public void close() {
        running.forEach(this::end);
    }

    private InvocationResult invokeIn(FunctionProcess process, byte[] event) throws InterruptedException {
        try {
            return process.invoke(event, configuration.timeout());
        } finally {
            if (process.isAlive()) {
                idle.add(process);
            } else {
                end(process);
            }
        }
    }

    private FunctionProcess idleOrNew() throws IOException {
        for (FunctionProcess process = idle.poll(); process != null; process = idle.poll()) {
            if (process.isAlive()) {
                return process;
            }
            end(process);
        }
        FunctionProcess started = FunctionProcess.start(code, configuration, log);
        running.add(started);
        return started;
    }

    private void end(FunctionProcess process) {
        process.close();
        running.remove(process);
    }
}
