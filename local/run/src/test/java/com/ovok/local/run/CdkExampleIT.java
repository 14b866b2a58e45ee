package com.ovok.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.common.hash.Hashing;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Synthesizes examples/cdk without AWS, and compares its template with template.yaml. */
class CdkExampleIT {
    private static final Path ROOT = SamTemplate.ROOT;
    private static final Path EXAMPLE = ROOT.resolve("examples").resolve("cdk");
    private static final Path ZIP = ROOT.resolve("function/target/function.zip");

    @TempDir
    static Path output;

    private static JsonNode template;
    private static JsonNode synthesized;

    @BeforeAll
    static void synthesize() throws Exception {
        assumeTrue(Programs.isOnPath("node"), "node is not installed: the CDK example is not synthesized");
        assumeTrue(Programs.isOnPath("mvn"), "mvn is not on the path: the CDK example is not synthesized");
        assumeTrue(
                Files.exists(library()),
                "aws-cdk-lib is not in the local Maven repository: the CDK example is not synthesized. "
                        + "Run mvn compile in examples/cdk once.");
        run("mvn", "-o", "-q", "-ntp", "compile", "exec:java");
        // Jackson ignores the short tags, so that !GetAtt Inbox.Arn is the text Inbox.Arn.
        template = new YAMLMapper().readTree(Files.readString(ROOT.resolve("template.yaml")));
        synthesized = withoutFunctions(json("ovok-upload.template.json"));
    }

    @Test
    void deploysEveryResourceOfTheTemplate() {
        assertThat(names(synthesized.path("Resources")))
                .containsExactlyInAnyOrderElementsOf(names(template.path("Resources")));
        template.path("Resources")
                .properties()
                .forEach(resource -> assertThat(
                                withoutCode(synthesized.path("Resources").path(resource.getKey())))
                        .as(resource.getKey())
                        .isEqualTo(withoutCode(resource.getValue())));
    }

    @Test
    void keepsWhatFunctionsShare() {
        assertThat(synthesized.path("Transform")).isEqualTo(template.path("Transform"));
        assertThat(synthesized.path("Globals")).isEqualTo(template.path("Globals"));
        assertThat(synthesized.path("Conditions")).isEqualTo(template.path("Conditions"));
    }

    @Test
    void keepsParametersRulesAndOutputs() {
        for (String section : List.of("Parameters", "Rules")) {
            ObjectNode own = synthesized.path(section).deepCopy();
            // The CDK adds these two, which check the version of its bootstrap stack.
            own.remove(List.of("BootstrapVersion", "CheckBootstrapVersion"));
            assertThat(own).as(section).isEqualTo(template.path(section));
        }
        assertThat(synthesized.path("Outputs")).isEqualTo(template.path("Outputs"));
    }

    @Test
    void deploysTheZipAsItIs() throws IOException {
        JsonNode asset = json("ovok-upload.assets.json")
                .path("files")
                .valueStream()
                .filter(file -> file.at("/source/path").asText().endsWith(".zip"))
                .findFirst()
                .orElseThrow();
        assertThat(asset.at("/source/packaging").asText()).isEqualTo("file");
        assertThat(sha256(output.resolve(asset.at("/source/path").asText()))).isEqualTo(sha256(ZIP));

        List<JsonNode> codes = synthesized
                .path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals("AWS::Serverless::Function"))
                .map(function -> function.at("/Properties/CodeUri"))
                .toList();
        String key = asset.path("destinations").findValue("objectKey").asText();
        assertThat(key).endsWith(".zip");
        assertThat(codes).hasSize(5).allSatisfy(code -> {
            assertThat(code.path("Key").asText()).isEqualTo(key);
            assertThat(code.path("Bucket").asText()).endsWith("-assets-${AWS::AccountId}-${AWS::Region}");
        });
    }

    private static Path library() throws IOException {
        Matcher version = Pattern.compile("<aws-cdk.version>(.+)</aws-cdk.version>")
                .matcher(Files.readString(EXAMPLE.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        return Path.of(System.getProperty("user.home"), ".m2/repository/software/amazon/awscdk/aws-cdk-lib")
                .resolve(version.group(1))
                .resolve("aws-cdk-lib-" + version.group(1) + ".jar");
    }

    /** Replaces functions by what Jackson reads for their short tags. */
    private static JsonNode withoutFunctions(JsonNode node) {
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> list.add(withoutFunctions(element)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (field.getKey().equals("Fn::GetAtt")) {
                return TextNode.valueOf(
                        String.join(".", SamTemplate.texts(value).toList()));
            }
            if (field.getKey().equals("Ref") || field.getKey().startsWith("Fn::")) {
                return withoutFunctions(value);
            }
            object.set(field.getKey(), withoutFunctions(value));
        }
        return object;
    }

    private static JsonNode withoutCode(JsonNode resource) {
        ObjectNode copy = resource.deepCopy();
        if (copy.path("Properties") instanceof ObjectNode properties) {
            properties.remove("CodeUri");
        }
        return copy;
    }

    private static List<String> names(JsonNode section) {
        return section.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static JsonNode json(String file) throws IOException {
        return new JsonMapper().readTree(Files.readString(output.resolve(file)));
    }

    private static String sha256(Path file) throws IOException {
        return Hashing.sha256().hashBytes(Files.readAllBytes(file)).toString();
    }

    private static void run(String... command) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(EXAMPLE.toFile()).redirectErrorStream(true);
        builder.environment().put("CDK_OUTDIR", output.toString());
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
    }
}
