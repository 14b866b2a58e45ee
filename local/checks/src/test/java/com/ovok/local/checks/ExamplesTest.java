package com.ovok.local.checks;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares what examples/ deploys and sends with template.yaml. */
class ExamplesTest {
    private static final Path EXAMPLES = SamTemplate.ROOT.resolve("examples");
    private static final Pattern ASSIGNMENT = Pattern.compile("(?m)^ *(\\w+) *= (?:\"([^\"\\n]*)\"|(\\S.*))$");
    private final SamTemplate template = SamTemplate.read();
    private final JsonNode function = requireNonNull(template.functions().get("S3Function"));

    @Test
    void terraformDeploysTheFunctionOfTheTemplate() throws IOException {
        Map<String, String> assigned = assignments(block("resource \"aws_lambda_function\" \"s3\""));

        assertThat(assigned)
                .containsEntry("handler", template.property(function, "Handler").asText())
                .containsEntry("runtime", template.property(function, "Runtime").asText())
                .containsEntry(
                        "memory_size", template.property(function, "MemorySize").asText())
                .containsEntry("timeout", template.property(function, "Timeout").asText());
        assertThat(assigned.get("architectures"))
                .contains(template.parameter("Architecture").path("Default").asText());
    }

    @Test
    void terraformSetsVariablesOfTheTemplate() throws IOException {
        Map<String, String> variables = assignments(block("variables ="));

        assertThat(variables).containsKeys("OVOK_SECRET_ID", "LEDGER_TABLE", "OVOK_BASE_URL");
        assertThat(template.environment(function).keySet()).containsAll(variables.keySet());
        assertThat(variables)
                .containsEntry(
                        "JAVA_TOOL_OPTIONS", template.environment(function).get("JAVA_TOOL_OPTIONS"));
    }

    @Test
    void terraformGrantsWhatTheTemplateGrants() throws IOException {
        Set<String> granted = Pattern.compile("\"((?:logs|secretsmanager|dynamodb|sqs|s3):\\w+)\"")
                .matcher(block("resource \"aws_iam_role_policy\" \"s3\""))
                .results()
                .map(action -> action.group(1))
                .collect(toSet());

        assertThat(granted)
                .isEqualTo(template.grants("S3FunctionRole").stream()
                        .map(grant -> grant.replaceFirst(" on .*", ""))
                        .collect(toSet()));
    }

    @Test
    void terraformFindsNothingToFormat() throws Exception {
        assumeTrue(Programs.isOnPath("terraform"), "terraform is not installed: its files are not parsed");
        Process terraform = new ProcessBuilder("terraform", "fmt", "-check", "-diff")
                .directory(EXAMPLES.resolve("terraform").toFile())
                .inheritIO()
                .start();
        assertThat(terraform.waitFor()).isZero();
    }

    @Test
    void pageSendsHeadersThatCorsAllows() throws IOException {
        String script = Files.readString(EXAMPLES.resolve("browser/upload.js"));
        JsonNode cors = requireNonNull(template.all("AWS::Serverless::HttpApi").get("HttpApi"))
                .at("/DefinitionBody/x-amazon-apigateway-cors")
                .path(1);
        Set<String> sent = Pattern.compile("(?m)^ {6}\"?([\\w-]+)\"?: ")
                .matcher(script)
                .results()
                .map(header -> header.group(1))
                .collect(toSet());

        assertThat(sent).hasSize(3);
        assertThat(SamTemplate.texts(cors.path("allowHeaders"))).containsAll(sent);
        assertThat(SamTemplate.texts(cors.path("allowMethods"))).contains("PUT");
        assertThat(SamTemplate.texts(cors.path("exposeHeaders"))).contains("retry-after");
        assertThat(script).contains("method: \"PUT\"", "headers.get(\"retry-after\")");
    }

    /** Returns what main.tf has between a line and the brace that closes its block. */
    private static String block(String start) throws IOException {
        String text = Files.readString(EXAMPLES.resolve("terraform/main.tf"));
        int from = text.indexOf(start);
        assertThat(from).as(start).isNotNegative();
        int lineStart = text.lastIndexOf('\n', from) + 1;
        return text.substring(
                text.indexOf('\n', from), text.indexOf("\n" + text.substring(lineStart, from) + "}", from));
    }

    private static Map<String, String> assignments(String block) {
        return ASSIGNMENT
                .matcher(block)
                .results()
                .collect(toMap(
                        found -> found.group(1),
                        found -> found.group(2) == null ? found.group(3) : found.group(2),
                        (first, _) -> first));
    }
}
