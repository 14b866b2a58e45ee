package com.ovok.local.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import com.ovok.local.lambda.FunctionConfiguration;
import java.util.ArrayList;
import java.util.List;

/**
 * A function as {@code template.yaml} deploys it.
 *
 * @param options of its JVM: those of the managed runtime, then those that the template adds
 */
record DeployedFunction(String handler, List<String> options) {
    static final DeployedFunction S3 = of("S3Function");
    static final DeployedFunction QUEUE = of("QueueFunction");
    static final DeployedFunction HTTP_API = of("HttpApiFunction");

    DeployedFunction {
        options = List.copyOf(options);
    }

    private static DeployedFunction of(String id) {
        JsonNode properties = SamTemplate.read().resource(id).path("Properties");
        List<String> options = new ArrayList<>(FunctionConfiguration.MANAGED_JVM_OPTIONS);
        options.addAll(ofTemplate(properties));
        return new DeployedFunction(properties.path("Handler").textValue(), options);
    }

    private static List<String> ofTemplate(JsonNode properties) {
        String added = properties
                .path("Environment")
                .path("Variables")
                .path("JAVA_TOOL_OPTIONS")
                .asText("");
        return added.isBlank() ? List.of() : List.of(added.strip().split("\\s+"));
    }

    /** Returns the same function with more options, which win over those before. */
    DeployedFunction with(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new DeployedFunction(handler, all);
    }
}
