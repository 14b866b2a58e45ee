package com.ovok.local.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Expands the template with SAM's own translator and CloudFormation's conditions, for many sets of parameters at once,
 * because starting Python costs more than expanding.
 */
final class Expansion {
    static final String SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ovok/uploader-AbCdEf";

    private static final String SCRIPT = "local/checks/src/test/resources/template/expand.py";
    private static final JsonMapper MAPPER = new JsonMapper();

    private Expansion() {}

    /**
     * The input of a stack.
     *
     * @param pseudo the pseudo parameters that differ from those of AWS
     * @param code the location to which {@code sam deploy} uploaded the zip
     */
    record Stack(Map<String, String> parameters, Map<String, String> pseudo, String code) {
        /** Returns a stack with the required parameters only. */
        static Stack standard() {
            return new Stack(Map.of("OvokSecretArn", SECRET), Map.of(), "s3://bucket/function.zip");
        }

        Stack with(String parameter, String value) {
            Map<String, String> all = new LinkedHashMap<>(parameters);
            all.put(parameter, value);
            return new Stack(all, pseudo, code);
        }

        Stack withCode(String uploaded) {
            return new Stack(parameters, pseudo, uploaded);
        }

        /** Returns this stack as {@code sam local} sees it. */
        Stack local() {
            return new Stack(parameters, Map.of("AWS::URLSuffix", "localhost"), code);
        }

        String value(String parameter) {
            return parameters.getOrDefault(parameter, "");
        }
    }

    /** Returns one template for each stack; skips the test if the translator is not installed. */
    static List<JsonNode> of(List<Stack> stacks) {
        requireModule("samtranslator", "aws-sam-translator is not installed: template.yaml stays unexpanded");
        return run(stacks);
    }

    /** Returns cfn-lint's findings for the template of each stack; skips the test if it is not installed. */
    static List<JsonNode> lint(List<Stack> stacks) {
        requireModule("samtranslator, cfnlint", "cfn-lint is not installed: expanded templates stay unlinted");
        return run(stacks, "--lint");
    }

    /** Returns what each stack violates of the template's rules, as CloudFormation would report it. */
    static List<JsonNode> violations(List<Stack> stacks) {
        requireModule("samtranslator", "aws-sam-translator is not installed: the rules stay unchecked");
        return run(stacks, "--rules");
    }

    private static void requireModule(String modules, String otherwise) {
        assumeTrue(Programs.isOnPath("python3"), "python3 is not installed: template.yaml stays unexpanded");
        assumeTrue(exitCode("-c", "import " + modules) == 0, otherwise);
    }

    private static int exitCode(String... arguments) {
        try {
            return python(arguments).redirectErrorStream(true).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<JsonNode> run(List<Stack> stacks, String... options) {
        try {
            Process python = python(
                            Stream.concat(Stream.of(SCRIPT), Stream.of(options)).toArray(String[]::new))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream input = python.getOutputStream()) {
                MAPPER.writeValue(input, stacks);
            }
            String output = new String(python.getInputStream().readAllBytes(), UTF_8);
            assertThat(python.waitFor()).as(SCRIPT + " failed, see above").isZero();
            List<JsonNode> templates = new ArrayList<>();
            MAPPER.readTree(output).forEach(templates::add);
            assertThat(templates).hasSameSizeAs(stacks);
            return templates;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ProcessBuilder python(String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(SamTemplate.ROOT.toFile());
    }
}
