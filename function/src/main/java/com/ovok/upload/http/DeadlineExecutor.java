package com.ovok.upload.http;

import com.ovok.upload.Deadline;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends calls of OVOK by their deadline. Thread-safe. */
public final class DeadlineExecutor {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Runs {@code call} on its own thread, because HttpClient's timeouts bound each read and not the whole exchange. A
     * response that arrives byte by byte would never end.
     *
     * @throws ExecutionException if the call fails, is late or is interrupted; its cause says which
     */
    public <T> T within(Deadline deadline, Callable<T> call) throws ExecutionException {
        long millis = deadline.remaining().toMillis();
        Future<T> result = threads.submit(call);
        try {
            return result.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionException(e);
        } finally {
            result.cancel(true);
        }
    }
}
