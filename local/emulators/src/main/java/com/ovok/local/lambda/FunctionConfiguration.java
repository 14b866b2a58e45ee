package com.ovok.local.lambda;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The configuration of a function, like its entry in {@code template.yaml}.
 *
 * @param handler in Lambda's syntax, {@code package.Class} or {@code package.Class::method}
 * @param timeout of one event, without the start of the process
 * @param memoryMegabytes as reported to the function; {@code jvmOptions} set the heap
 * @param environment the function's own variables, including {@code AWS_REGION}
 */
public record FunctionConfiguration(
        String name,
        String handler,
        Duration timeout,
        int memoryMegabytes,
        Map<String, String> environment,
        List<String> jvmOptions) {
    /** The options of the managed Java runtime. */
    public static final List<String> MANAGED_JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");

    /** The variable with which Lambda makes the runtime client take a snapshot after the start. */
    public static final Map<String, String> SNAP_START = Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");

    static final String ACCOUNT = "123456789012";

    private static final String DEFAULT_REGION = "eu-central-1";

    public FunctionConfiguration {
        Objects.requireNonNull(handler, "handler");
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("not a function name: " + name);
        }
        if (!timeout.isPositive() || memoryMegabytes < 128) {
            throw new IllegalArgumentException("the timeout must be positive and the memory at least 128 MB");
        }
        environment = Map.copyOf(environment);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Returns the region in the environment, which is also the one of the function's ARN. */
    public String region() {
        return environment.getOrDefault("AWS_REGION", DEFAULT_REGION);
    }

    String arn() {
        return "arn:aws:lambda:" + region() + ":" + ACCOUNT + ":function:" + name;
    }

    /** Returns Lambda's variables, overridden by the function's own. */
    Map<String, String> completeEnvironment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("_HANDLER", handler);
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_REGION", region());
        variables.put("AWS_DEFAULT_REGION", region());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", name);
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(memoryMegabytes));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.put("TZ", ":UTC");
        variables.putAll(environment);
        return variables;
    }

    /** Omits the environment, which contains credentials. */
    @Override
    public String toString() {
        return "FunctionConfiguration[" + name + ", " + handler + "]";
    }
}
