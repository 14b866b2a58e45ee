package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows on GitHub: they have few permissions, a time limit, and actions pinned by hash. */
class WorkflowsTest {
    private static final Path GITHUB = SamTemplate.ROOT.resolve(".github");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectNode READ_ONLY =
            JsonNodeFactory.instance.objectNode().put("contents", "read");
    /** The jobs that write, and what: findings, or a release with its provenance. */
    private static final Map<String, List<String>> MORE_PERMISSIONS = Map.of(
            "codeql.yml analyze", List.of("security-events"),
            "release.yml publish", List.of("contents", "attestations", "id-token"));

    static List<Path> workflows() throws IOException {
        try (Stream<Path> files = Files.list(GITHUB.resolve("workflows"))) {
            List<Path> workflows = files.sorted().toList();
            assertThat(workflows).isNotEmpty();
            return workflows;
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void hasReadAccessOnly(Path file) throws IOException {
        JsonNode workflow = YAML.readTree(file.toFile());
        assertThat(workflow.path("permissions")).isEqualTo(READ_ONLY);
        assertThat(workflow.path("jobs").properties())
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.getValue().path("permissions"))
                        .isEqualTo(permissions(file.getFileName() + " " + job.getKey())));
    }

    private static JsonNode permissions(String job) {
        List<String> written = MORE_PERMISSIONS.get(job);
        if (written == null) {
            return MissingNode.getInstance();
        }
        ObjectNode permissions = READ_ONLY.deepCopy();
        written.forEach(name -> permissions.put(name, "write"));
        return permissions;
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void limitsTimeAndDropsCredentials(Path file) throws IOException {
        assertThat(YAML.readTree(file.toFile()).path("jobs")).isNotEmpty().allSatisfy(job -> {
            assertThat(job.path("timeout-minutes").asInt()).isBetween(1, 360);
            JsonNode checkout = job.at("/steps/0");
            assertThat(checkout.path("uses").asText()).startsWith("actions/checkout@");
            assertThat(checkout.at("/with/persist-credentials").isBoolean()).isTrue();
            assertThat(checkout.at("/with/persist-credentials").asBoolean()).isFalse();
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void pinsActionsByHash(Path file) throws IOException {
        assertThat(YAML.readTree(file.toFile()).findValuesAsText("uses"))
                .isNotEmpty()
                .allMatch(action -> action.matches("[\\w./-]+@[0-9a-f]{40}"));
    }

    @Test
    void runsAllChecksInBuild() throws IOException {
        JsonNode build = YAML.readTree(GITHUB.resolve("workflows/build.yml").toFile());
        assertThat(build.path("on").properties())
                .extracting(event -> event.getKey())
                .containsExactlyInAnyOrder("push", "pull_request");
        assertThat(build.at("/jobs/build").findValuesAsText("run")).endsWith(".ci/run");
        assertThat(build.at("/jobs/reproducible").findValuesAsText("run")).containsExactly(".ci/reproducible");
        assertThat(SamTemplate.ROOT.resolve(".ci/run")).isExecutable();
        assertThat(SamTemplate.ROOT.resolve(".ci/reproducible")).isExecutable();
    }

    @Test
    void buildsOnTheProcessorThatIsDeployed() throws IOException {
        JsonNode build = YAML.readTree(GITHUB.resolve("workflows/build.yml").toFile());
        assertThat(SamTemplate.read().parameter("Architecture").path("Default").asText())
                .isEqualTo("arm64");
        assertThat(build.at("/jobs/build/runs-on").asText()).isEqualTo("${{ matrix.runner }}");
        assertThat(build.at("/jobs/build/strategy/matrix/runner").valueStream().map(JsonNode::asText))
                .containsExactly("ubuntu-24.04", "ubuntu-24.04-arm");
    }

    @Test
    void releasesTheZipWithItsLibrariesChecksumsAndProvenance() throws IOException {
        JsonNode release = YAML.readTree(GITHUB.resolve("workflows/release.yml").toFile());
        assertThat(release.at("/on/push/tags/0").asText()).isEqualTo("v*");
        List<String> commands = release.findValuesAsText("run");
        assertThat(String.join("\n", commands)).contains("function.zip", "bom.json", "sha256sum * > SHA256SUMS");
        assertThat(commands).last().asString().startsWith("gh release create").contains("release/*");
        assertThat(release.at("/jobs/publish/steps"))
                .anyMatch(step -> step.path("uses").asText().startsWith("actions/attest-build-provenance@")
                        && step.at("/with/subject-checksums").asText().equals("release/SHA256SUMS"));
    }

    @Test
    void measuresMutantsAndBenchmarksEachNight() throws IOException {
        JsonNode nightly = YAML.readTree(GITHUB.resolve("workflows/nightly.yml").toFile());
        assertThat(nightly.findValuesAsText("run"))
                .anyMatch(command -> command.contains("-Pmutation"))
                .anyMatch(command -> command.contains("-Pbenchmark"));
    }

    @Test
    void scansDeployedLibraries() throws IOException {
        JsonNode nightly = YAML.readTree(GITHUB.resolve("workflows/nightly.yml").toFile());
        assertThat(nightly.at("/on/schedule")).isNotEmpty();
        assertThat(nightly.at("/jobs/vulnerabilities/steps"))
                .anyMatch(step -> step.path("uses").asText().startsWith("google/osv-scanner-action/")
                        && step.at("/with/scan-args").asText().endsWith("function/target/bom.json"));
    }

    @Test
    void updatesLibrariesAndActions() throws IOException {
        JsonNode dependabot = YAML.readTree(GITHUB.resolve("dependabot.yml").toFile());
        assertThat(dependabot.path("version").asInt()).isEqualTo(2);
        assertThat(dependabot.path("updates")).allSatisfy(update -> {
            assertThat(update.path("directory").asText()).isEqualTo("/");
            assertThat(update.at("/schedule/interval").asText()).isEqualTo("weekly");
        });
        assertThat(dependabot.path("updates").findValuesAsText("package-ecosystem"))
                .containsExactlyInAnyOrder("maven", "github-actions");
        assertThat(dependabot.path("updates"))
                .allSatisfy(update -> assertThat(update.path("groups")).isNotEmpty());
    }
}
