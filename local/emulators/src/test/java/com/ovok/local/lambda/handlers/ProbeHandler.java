package com.ovok.local.lambda.handlers;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Executes the command in the event, a JSON string, and returns any other event unchanged. */
public final class ProbeHandler implements RequestStreamHandler {
    private final AtomicInteger events = new AtomicInteger();

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        events.incrementAndGet();
        switch (event) {
            case "\"fail\"" -> throw new IllegalStateException("told to fail");
            case "\"exit\"" -> System.exit(3);
            case "\"hang\"" -> hang(context);
            case "\"large\"" -> write(output, '"' + "x".repeat(7 * 1024 * 1024) + '"');
            case "\"facts\"" -> write(output, facts(context));
            default -> write(output, event);
        }
    }

    private static void hang(Context context) {
        context.getLogger().log("hanging\n");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String facts(Context context) {
        return """
            {"pid": %d, "events": %d, "maxMemory": %d, "requestId": "%s", "remainingMillis": %d, "arn": "%s", \
            "name": "%s", "memory": %d, "logGroup": "%s", "taskRoot": "%s", "directory": "%s", "handler": "%s", \
            "greeting": "%s", "home": "%s", "trace": "%s", "loader": "%s"}\
            """.formatted(
                        ProcessHandle.current().pid(),
                        events.get(),
                        Runtime.getRuntime().maxMemory(),
                        context.getAwsRequestId(),
                        context.getRemainingTimeInMillis(),
                        context.getInvokedFunctionArn(),
                        context.getFunctionName(),
                        context.getMemoryLimitInMB(),
                        context.getLogGroupName(),
                        System.getenv("LAMBDA_TASK_ROOT"),
                        System.getProperty("user.dir"),
                        System.getenv("_HANDLER"),
                        System.getenv("GREETING"),
                        System.getenv("HOME"),
                        System.getProperty("com.amazonaws.xray.traceHeader"),
                        ProbeHandler.class.getClassLoader().getClass().getSimpleName());
    }

    private static void write(OutputStream output, String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
