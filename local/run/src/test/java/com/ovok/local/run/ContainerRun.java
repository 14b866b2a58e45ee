package com.ovok.local.run;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.lambda.LambdaFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Emulates a container of {@code sam local invoke}: takes the variables of an {@code env.json} and its own credentials
 * and region, and runs one event through the package under the runtime client.
 */
public final class ContainerRun {
    private static final List<String> OF_THE_CALLER =
            List.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");

    private ContainerRun() {}

    /**
     * Prints the function's response on standard output, and its log on standard error.
     *
     * @param arguments the package, the handler, {@code env.json}, the event, and options for the function's process
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, String> environment = parameters(Path.of(arguments[2]));
        OF_THE_CALLER.forEach(name -> environment.put(name, System.getenv(name)));
        List<String> options = Stream.concat(
                        FunctionConfiguration.MANAGED_JVM_OPTIONS.stream(),
                        Stream.of(arguments).skip(4))
                .toList();
        var configuration = new FunctionConfiguration(
                "S3Function", arguments[1], Duration.ofSeconds(60), 512, environment, options);
        try (FunctionPackage code = FunctionPackage.unpack(Path.of(arguments[0]));
                LambdaFunction function = new LambdaFunction(code, configuration, 1, ContainerRun::log)) {
            InvocationResult result = function.invoke(Files.readAllBytes(Path.of(arguments[3])));
            System.out.println(result.payload());
        }
    }

    private static Map<String, String> parameters(Path settings) throws IOException {
        Map<String, Map<String, String>> json =
                new JsonMapper().readValue(settings.toFile(), new TypeReference<Map<String, Map<String, String>>>() {});
        return new HashMap<>(json.getOrDefault("Parameters", Map.of()));
    }

    private static void log(String line) {
        System.err.println(line);
    }
}
