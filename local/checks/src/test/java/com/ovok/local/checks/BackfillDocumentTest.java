package com.ovok.local.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/backfill.md, with botocore's models in place of AWS. */
class BackfillDocumentTest {
    private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern INLINE = Pattern.compile("`(aws [^`]+)`");
    private static final Path STAND_IN = SamTemplate.ROOT.resolve("local/checks/src/test/resources/backfill/aws.py");

    @TempDir
    static Path folder;

    private static String output = "";
    private static List<List<String>> calls = List.of();

    private final SamTemplate template = SamTemplate.read();

    @BeforeAll
    static void runTheCommands() throws Exception {
        assumeTrue(Programs.isOnPath("jq"), "jq is not installed: the commands of docs/backfill.md are not run");
        assumeTrue(
                Programs.isOnPath("python3") && run("python3", "-c", "import botocore") == 0,
                "boto3 is not installed: the commands of docs/backfill.md are not checked");
        String document = Files.readString(SamTemplate.ROOT.resolve("docs/backfill.md"));
        String standIn = "aws() { python3 '" + STAND_IN + "' \"$@\"; }\n";
        Path script = folder.resolve("commands.sh");
        Files.writeString(
                script,
                Stream.of(SHELL, INLINE)
                        .flatMap(pattern -> pattern.matcher(document).results().map(found -> found.group(1)))
                        .reduce("set -euo pipefail\n" + standIn, (one, other) -> one + other + "\n"));
        assertThat(run("bash", script.toString())).as(output).isZero();
        calls = Files.readAllLines(folder.resolve("calls")).stream()
                .map(BackfillDocumentTest::words)
                .toList();
    }

    @Test
    void createsJobsThatS3Accepts() {
        assertThat(calls("create-job")).hasSize(5).allSatisfy(call -> {
            JsonNode operation = json(call, "--operation").path("LambdaInvoke");
            assertThat(operation.path("InvocationSchemaVersion").asText()).isEqualTo("2.0");
            assertThat(operation.path("FunctionArn").asText()).isEqualTo("BackfillFunctionArn");
            assertThat(operation.at("/UserArguments/dryRun").asText()).isIn("true", "false");
            assertThat(call.contains("--manifest")).isNotEqualTo(call.contains("--manifest-generator"));
        });
        assertThat(calls("create-job").stream()
                        .map(call -> json(call, "--operation")
                                .at("/LambdaInvoke/UserArguments/dryRun")
                                .asText()))
                .startsWith("true");
        assertThat(calls("create-job"))
                .extracting(call -> option(call, "--client-request-token"))
                .doesNotHaveDuplicates();
    }

    /** The role of jobs may use these prefixes alone. */
    @Test
    void usesPrefixesOfTheRole() {
        List<String> grants = template.grants("BackfillJobRole");
        assertThat(calls("create-job")).allSatisfy(call -> {
            assertThat(grants)
                    .contains("s3:PutObject on ${BackfillBucket.Arn}/"
                            + json(call, "--report").path("Prefix").asText() + "/*");
            JsonNode manifest = json(call, call.contains("--manifest") ? "--manifest" : "--manifest-generator");
            String prefix = manifest.findPath("ManifestPrefix")
                    .asText(manifest.findPath("ObjectArn").asText().replaceFirst("arn:aws:s3:::BackfillBucket/", ""))
                    .replaceFirst("/.*", "");
            assertThat(grants).contains("s3:GetObject on ${BackfillBucket.Arn}/" + prefix + "/*");
        });
    }

    @Test
    void encodesKeysOfManifests() throws IOException {
        assertThat(Files.readAllLines(folder.resolve("objects.csv")))
                .containsExactly("InboxBucket,2025%2FM%C3%BCller%201.pdf", "InboxBucket,2025%2Fa%2Bb%2C%20c.pdf");
    }

    @Test
    void countsReportAndListsFailures() throws IOException {
        assertThat(output).contains("2 succeeded \n", "2 failed source-archived\n");
        assertThat(Files.readAllLines(folder.resolve("failed.csv")))
                .containsExactly("ovok-inbox,M%C3%BCller%201.pdf", "ovok-inbox,\"b, c.pdf\"");
    }

    @Test
    void readsExistingOutputs() {
        assertThat(calls("describe-stacks").stream()
                        .map(call -> option(call, "--query").split("'", -1)[1]))
                .isNotEmpty()
                .isSubsetOf(template.outputs());
    }

    @Test
    void namesExistingProblems() throws IOException {
        String document = Files.readString(SamTemplate.ROOT.resolve("docs/backfill.md"));
        assertThat(Pattern.compile("a name such as `([a-z-]+)`")
                        .matcher(document)
                        .results())
                .isNotEmpty()
                .allSatisfy(named -> assertThat(Files.readAllLines(SamTemplate.ROOT.resolve("docs/troubleshooting.md")))
                        .contains("## " + named.group(1)));
    }

    private List<List<String>> calls(String command) {
        return calls.stream().filter(call -> call.get(1).equals(command)).toList();
    }

    private static JsonNode json(List<String> call, String option) {
        try {
            return new JsonMapper().readTree(option(call, option));
        } catch (IOException e) {
            throw new IllegalArgumentException(option, e);
        }
    }

    private static String option(List<String> call, String option) {
        return call.get(call.indexOf(option) + 1);
    }

    private static List<String> words(String line) {
        try {
            List<String> words = new ArrayList<>();
            new JsonMapper().readTree(line).forEach(word -> words.add(word.asText()));
            return words;
        } catch (IOException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("CALLS", folder.resolve("calls").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor();
    }
}
