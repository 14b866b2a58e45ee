package com.ovok.local.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.SamTemplate;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.lambda.LambdaFunction;
import com.ovok.local.ovok.Document;
import com.ovok.local.run.Samples.NamedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each function with the variables of {@code sam local}, and the sample that the documents send to it. */
class SampleEventsIT {
    private static final Path ZIP = Path.of(requireNonNull(System.getProperty("function.zip")));
    private static final JsonMapper MAPPER = new JsonMapper();

    private final SamTemplate template = SamTemplate.readLocal();

    @AutoClose
    private final LocalEnvironment stack = start();

    @BeforeEach
    void storeTheObjectsThatTheSamplesName(@TempDir Path folder) throws IOException {
        Samples samples = new Samples(SamTemplate.ROOT.resolve("events"));
        Path picture = Files.write(folder.resolve("cat.png"), samples.picture());
        for (NamedObject object : samples.objects()) {
            stack.store(object.bucket(), object.key(), object.versionId(), picture);
        }
    }

    @Test
    void transfersObjectOfS3Sample() throws Exception {
        assertThat(invoke("S3Function", "s3-put.json").isArray()).isTrue();
        assertThat(stack.ovok().documents()).hasSize(1).allMatch(Document::isComplete);
    }

    @Test
    void transfersObjectsOfQueueSample() throws Exception {
        JsonNode response = invoke("QueueFunction", "sqs-two-messages.json");
        assertThat(response.toString()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(stack.ovok().documents()).hasSize(2).allMatch(Document::isComplete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch-operations-1.0.json", "batch-operations-2.0.json"})
    void theBackfillFunctionTransfersTheObjectOfItsTask(String sample) throws Exception {
        JsonNode response = invoke("BackfillFunction", sample);
        assertThat(response.path("results")).singleElement().satisfies(result -> {
            assertThat(result.path("resultCode").asText()).isEqualTo("Succeeded");
            assertThat(result.path("resultString").asText())
                    .isEqualTo(stack.ovok().documents().getFirst().id());
        });
        assertThat(stack.ovok().documents()).hasSize(1).allMatch(Document::isComplete);
    }

    @Test
    void transfersObjectOfQueuedEventBridgeSample() throws Exception {
        JsonNode response = invoke("QueueFunction", "sqs-eventbridge.json");
        assertThat(response.toString()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(stack.ovok().documents()).hasSize(1).allMatch(Document::isComplete);
    }

    @Test
    void transfersObjectOfEventBridgeSample() throws Exception {
        assertThat(invoke("EventBridgeFunction", "eventbridge-object-created.json")
                        .isArray())
                .isTrue();
        assertThat(stack.ovok().documents()).hasSize(1).allMatch(Document::isComplete);
    }

    @Test
    void createsDocumentOfHttpApiSample() throws Exception {
        assertThat(invoke("HttpApiFunction", "http-api-put.json")
                        .path("statusCode")
                        .asInt())
                .isEqualTo(201);
        assertThat(stack.ovok().documents()).hasSize(1).allMatch(Document::isComplete);
    }

    private JsonNode invoke(String id, String sample) throws IOException {
        FunctionConfiguration configuration = new FunctionConfiguration(
                id,
                requireNonNull(template.functions().get(id)).path("Handler").asText(),
                Duration.ofMinutes(1),
                1769,
                variables(requireNonNull(template.functions().get(id))),
                FunctionConfiguration.MANAGED_JVM_OPTIONS);
        try (FunctionPackage code = FunctionPackage.unpack(ZIP);
                LambdaFunction function = new LambdaFunction(code, configuration, 1, SampleEventsIT::log)) {
            InvocationResult result = function.invoke(sample(sample));
            assertThat(result).as(result.payload()).isInstanceOf(InvocationResult.Success.class);
            return MAPPER.readTree(result.payload());
        }
    }

    /** Returns the template's variables, blank if no parameter sets them, overridden by {@code env.json}. */
    private Map<String, String> variables(JsonNode function) throws IOException {
        Map<String, String> variables = new HashMap<>();
        template.localVariables(function).forEach(name -> variables.put(name, ""));
        template.environment(function)
                .forEach((name, value) -> variables.put(
                        name,
                        name.equals("JAVA_TOOL_OPTIONS")
                                ? value
                                : template.parameter(value).path("Default").asText()));
        JsonNode file =
                MAPPER.readTree(SamTemplate.ROOT.resolve("env.json").toFile()).path("Parameters");
        file.properties()
                .forEach(setting -> variables.computeIfPresent(
                        setting.getKey(), (_, _) -> here(setting.getValue().asText())));
        for (String name : List.of("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")) {
            variables.put(name, requireNonNull(stack.environment().get(name)));
        }
        return variables;
    }

    /** Replaces the documents' ports by those of this test's servers. */
    private String here(String value) {
        return value.replace(
                        "http://host.docker.internal:4002",
                        stack.s3().endpoint().toString())
                .replace(
                        "http://host.docker.internal:4003",
                        stack.ovok().baseUri().toString());
    }

    private static byte[] sample(String file) throws IOException {
        return Files.readAllBytes(SamTemplate.ROOT.resolve("events").resolve(file));
    }

    private static void log(String line) {
        System.err.println(line);
    }

    private static LocalEnvironment start() {
        try {
            return LocalEnvironment.start(ZIP, System.err::println);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
