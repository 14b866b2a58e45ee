package com.ovok.local.checks;

import static java.util.Objects.requireNonNull;
import static java.util.function.Predicate.not;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the settings in the code, in docs/configuration.md and in the template. */
class SettingsListTest {
    private static final String READERS = "function/src/main/java/com/ovok/upload/lambda";
    private static final Pattern READ = Pattern.compile("\\breader\\s*\\.(?:optional|required)\\(\\s*\"([A-Z0-9_]+)\"");
    private static final Pattern EXPLAINED = Pattern.compile("(?m)^\\| `([A-Z0-9_]+)` \\|");

    /** The prefix of variables that Lambda or a developer sets. */
    private static final String OF_AWS = "AWS_";
    /** For {@code sam local}, which passes only variables in the template to a container. */
    private static final Set<String> OF_LOCAL_RUNS = Set.of("OVOK_ACCESS_TOKEN", "AWS_ENDPOINT_URL_S3");
    /** Of the functions that process objects. */
    private static final Set<String> OF_OBJECTS = Set.of("RESULT_ON_OBJECT", "AFTER_COMPLETION");
    /** Useful only if one event contains many files. */
    private static final String OF_BATCHES = "MAX_FILES_PER_BATCH";

    private static final String OF_THE_JVM = "JAVA_TOOL_OPTIONS";

    private final SamTemplate template = SamTemplate.read();

    @Test
    void documentsEverySetting() throws IOException {
        assertThat(found(EXPLAINED, SamTemplate.ROOT.resolve("docs/configuration.md")))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(read());
    }

    @Test
    void setsEverySettingInTemplate() throws IOException {
        Set<String> given =
                template.functions().values().stream().flatMap(this::given).collect(toSet());
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(read().stream()
                        .filter(name -> !name.startsWith(OF_AWS))
                        .filter(not(OF_LOCAL_RUNS::contains))
                        .toList());
    }

    @Test
    void declaresSettingsOfLocalRuns() throws IOException {
        assertThat(read()).containsAll(OF_LOCAL_RUNS);
        assertThat(template.functions().values())
                .allSatisfy(function ->
                        assertThat(template.localVariables(function)).isEqualTo(OF_LOCAL_RUNS));
    }

    @Test
    void setsOnlyDeclaredVariablesForSamLocal() throws IOException {
        JsonNode variables = new JsonMapper()
                .readTree(SamTemplate.ROOT.resolve("env.json").toFile())
                .path("Parameters");
        assertThat(variables.properties()).extracting(Map.Entry::getKey).containsAll(OF_LOCAL_RUNS);
        assertThat(variables.properties())
                .extracting(Map.Entry::getKey)
                .isSubsetOf(template.functions().values().stream()
                        .flatMap(function -> Stream.concat(given(function), template.localVariables(function).stream()))
                        .toList());
    }

    @Test
    void setsSameSettingsForAllFunctions() {
        Set<String> ofTheQueue =
                given(requireNonNull(template.functions().get("QueueFunction"))).collect(toSet());
        assertThat(ofTheQueue).contains(OF_BATCHES);
        ofTheQueue.remove(OF_BATCHES);
        assertThat(given(requireNonNull(template.functions().get("S3Function"))))
                .containsAll(ofTheQueue);
        ofTheQueue.removeAll(OF_OBJECTS);
        assertThat(template.functions().values())
                .allSatisfy(function -> assertThat(given(function)).containsAll(ofTheQueue));
    }

    private Stream<String> given(JsonNode function) {
        return template.environment(function).keySet().stream().filter(not(OF_THE_JVM::equals));
    }

    private static Set<String> read() throws IOException {
        Set<String> read = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(SamTemplate.ROOT.resolve(READERS))) {
            for (Path file : files) {
                read.addAll(found(READ, file));
            }
        }
        return read;
    }

    private static Set<String> found(Pattern names, Path file) throws IOException {
        return names.matcher(Files.readString(file))
                .results()
                .map(name -> name.group(1))
                .collect(toSet());
    }
}
