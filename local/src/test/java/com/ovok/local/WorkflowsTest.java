package com.ovok.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows on GitHub: they have read access only, a time limit, and actions pinned by hash. */
class WorkflowsTest {
    private static final Path GITHUB = SamTemplate.ROOT.resolve(".github");
    private static final YAMLMapper YAML = new YAMLMapper();

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
        assertThat(workflow.path("permissions").properties()).singleElement().satisfies(permission -> {
            assertThat(permission.getKey()).isEqualTo("contents");
            assertThat(permission.getValue().asText()).isEqualTo("read");
        });
        assertThat(workflow.path("jobs"))
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.has("permissions")).isFalse());
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
        assertThat(build.findValuesAsText("run")).endsWith(".ci/run");
        assertThat(SamTemplate.ROOT.resolve(".ci/run")).isExecutable();
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
    }
}
