package com.ovok.local.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import com.ovok.local.SamTemplate;
import com.ovok.local.checks.SamCli.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the project's SAM commands against a table of options, because the build does not require the SAM CLI. */
class SamCommandsTest {
    static final List<String> DOCUMENTS = List.of("README.md", "docs/deploy.md", "docs/local.md");

    private static final Pattern SHELL = Pattern.compile("(?ms)^ *```sh\n(.*?)^ *```$");
    private static final Pattern INLINE = Pattern.compile("(?<!`)`(sam [a-z]+ [^`]+)`(?!`)");
    private static final Pattern PROMPT = Pattern.compile("`Parameter (\\w+ \\[.*?])`");
    private static final Pattern IN_WORKFLOWS = Pattern.compile("(?m)^ *- run: (sam .*)$");
    private static final Pattern CALL = Pattern.compile("(?m)(?<=^|[ (])sam (?=[a-z])");
    /** Words with their quotes, up to the end of a command. */
    private static final Pattern WORD = Pattern.compile(
            "\\G(?: |\\\\\n)*((?:\"[^\"]*\"|'[^']*'|[^\\s\"'|;&<>()#])(?:\"[^\"]*\"|'[^']*'|[^\\s\"'|;&<>()])*)");

    private final SamTemplate template = SamTemplate.read();
    private final SamCli sam = SamCli.read();

    @ParameterizedTest
    @FieldSource("DOCUMENTS")
    void usesValidSamCalls(String document) throws IOException {
        assertThat(calls(document)).isNotEmpty().allSatisfy(this::checkNames);
    }

    @ParameterizedTest
    @FieldSource("DOCUMENTS")
    void parsesEveryShellBlock(String document) throws Exception {
        for (MatchResult block : matches(SHELL, document)) {
            Process bash =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            bash.getOutputStream().write(block.group(1).getBytes(UTF_8));
            bash.getOutputStream().close();
            String complaint = new String(bash.getInputStream().readAllBytes(), UTF_8);
            assertThat(bash.waitFor()).as("%s%n%s", complaint, block.group(1)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deploy --gided",
                "local invoke S3Function --event",
                "logs --name --tail",
                "list everything",
                "deploy --parameter-overrides"
            })
    void detectsInvalidCall(String call) {
        assertThatIllegalArgumentException().isThrownBy(() -> sam.parse(List.of(call.split(" "))));
    }

    @Test
    void configuresExistingOptions() throws IOException {
        configuration().properties().stream()
                .filter(environment -> environment.getValue().isObject())
                .flatMap(environment -> environment.getValue().properties().stream())
                .forEach(command -> command.getValue()
                        .path("parameters")
                        .properties()
                        .forEach(setting -> {
                            String key = setting.getKey();
                            assertThat(
                                            command.getKey().equals("global")
                                                    ? key.equals("stack_name")
                                                    : sam.hasSetting(command.getKey(), key))
                                    .as(command.getKey() + "." + key)
                                    .isTrue();
                            if (key.equals("parameter_overrides")) {
                                checkParameters(Arrays.asList(
                                        setting.getValue().asText().split(" ")));
                            }
                            if (key.equals("env_vars")) {
                                assertThat(SamTemplate.ROOT.resolve(
                                                setting.getValue().asText()))
                                        .exists();
                            }
                        }));
    }

    @Test
    void deploysEachStageToOwnStack() throws IOException {
        JsonNode configuration = configuration();
        assertThat(Stream.of("default", "sandbox", "production")
                        .map(stage -> configuration
                                .at("/" + stage + "/global/parameters/stack_name")
                                .asText()))
                .doesNotContain("")
                .doesNotHaveDuplicates();
        assertThat(configuration
                        .at("/production/deploy/parameters/parameter_overrides")
                        .asText())
                .isEqualTo("OvokBaseUrl=https://api.ovok.com");
    }

    /** {@code sam deploy} without options takes all of them from the file. */
    @Test
    void deploysEveryStageWithoutOptions() throws IOException {
        JsonNode configuration = configuration();
        assertThat(Stream.of("default", "sandbox", "production")
                        .map(stage -> configuration.at("/" + stage + "/deploy/parameters")))
                .allSatisfy(deploy -> {
                    assertThat(deploy.path("capabilities").asText()).isEqualTo("CAPABILITY_IAM");
                    assertThat(deploy.path("resolve_s3").asBoolean()).isTrue();
                    assertThat(deploy.path("fail_on_empty_changeset").asBoolean(true))
                            .isFalse();
                });
        assertThat(configuration.at("/default/validate/parameters/lint").asBoolean())
                .isTrue();
    }

    @Test
    void listsPromptsOfParameters() throws IOException {
        assertThat(matches(PROMPT, "docs/deploy.md").stream().map(prompt -> prompt.group(1)))
                .isEqualTo(template.parameters().stream()
                        .map(name -> name + " ["
                                + template.parameter(name).path("Default").asText() + "]")
                        .toList());
    }

    private void checkNames(Call call) {
        checkParameters(call.values("--parameter-overrides"));
        call.values("--event", "-e", "--event-file", "--env-vars", "-n").stream()
                .filter(file -> call.subcommand().endsWith("invoke"))
                .filter(file -> !file.equals("-") && !file.startsWith("/tmp/"))
                .forEach(file -> assertThat(SamTemplate.ROOT.resolve(file)).exists());
        boolean mentioned = call.options().isEmpty() && call.arguments().isEmpty();
        if (call.subcommand().endsWith("invoke") && !mentioned) {
            assertThat(call.arguments()).hasSize(1);
            assertThat(template.type(call.arguments().getFirst())).isIn("AWS::Serverless::Function", "AWS::SQS::Queue");
        } else {
            assertThat(call.arguments()).isEmpty();
        }
        Stream.of("--name", "--debug-function", "--resource-id")
                .flatMap(option -> call.values(option).stream())
                .forEach(id -> assertThat(template.functions()).containsKey(id));
        assertThat(call.values("--config-env")).isSubsetOf(environments());
    }

    private void checkParameters(List<String> overrides) {
        overrides.stream().map(override -> override.split("=", 2)).forEach(override -> {
            assertThat(template.parameters()).contains(override[0]);
            JsonNode parameter = template.parameter(override[0]);
            assertThat(override[1]).matches(parameter.path("AllowedPattern").asText(".*"));
            if (parameter.has("AllowedValues")) {
                assertThat(SamTemplate.texts(parameter.path("AllowedValues"))).contains(override[1]);
            }
        });
    }

    private static Set<String> environments() {
        try {
            return configuration().properties().stream()
                    .filter(environment -> environment.getValue().isObject())
                    .map(Map.Entry::getKey)
                    .collect(toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode configuration() throws IOException {
        return new TomlMapper()
                .readTree(SamTemplate.ROOT.resolve("samconfig.toml").toFile());
    }

    private List<Call> calls(String document) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Pattern place : List.of(SHELL, INLINE, IN_WORKFLOWS)) {
            matches(place, document).forEach(match -> texts.add(match.group(1)));
        }
        return texts.stream()
                .flatMap(text -> CALL.matcher(text).results().map(call -> sam.parse(words(text.substring(call.end())))))
                .toList();
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(word -> word.group(1).replaceAll("[\"']", ""))
                .toList();
    }

    private static List<MatchResult> matches(Pattern pattern, String document) throws IOException {
        return pattern.matcher(Files.readString(SamTemplate.ROOT.resolve(document)))
                .results()
                .toList();
    }
}
