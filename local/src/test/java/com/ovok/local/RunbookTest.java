package com.ovok.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.MoreCollectors;
import com.ovok.upload.Fingerprint;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookTest {
    private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern OUTPUT = Pattern.compile("\\boutput ([A-Z]\\w+)");
    private static final Pattern SOURCE_ID = Pattern.compile("(?ms)^(part\\(\\).*?^source_id\\(\\) \\{.*?^})$");
    private static final Pattern LEFT_OUT = Pattern.compile("leave `([^`]+)` out of the function");
    private static final Pattern LOOK = Pattern.compile("(?s)\\| *\n *jq '(\\.Messages\\[]\\?\\.Body [^']+)'\n");
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern ALARM = Pattern.compile("`(\\w+Alarm)`");

    private final SamTemplate template = SamTemplate.read();

    @Test
    void parsesEveryCommand() throws Exception {
        List<String> commands = found(SHELL).toList();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            Process bash =
                    new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
            bash.getOutputStream().write(command.getBytes(UTF_8));
            bash.getOutputStream().close();
            String complaint = new String(bash.getInputStream().readAllBytes(), UTF_8);
            assertThat(bash.waitFor()).as("%s%n%s", complaint, command).isZero();
        }
    }

    @Test
    void usesExistingStackOutputs() throws IOException {
        assertThat(found(OUTPUT)).isNotEmpty().isSubsetOf(template.outputs());
    }

    @Test
    void explainsEveryAlarm() throws IOException {
        assertThat(found(ALARM).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        template.all("AWS::CloudWatch::Alarm").keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "inbox, a.pdf, a.pdf, 1, 06f1a78c4623b79885a4b5dc5452d86a",
        "my.inbox, 2026/Knäckebrot + 100 %.pdf, 2026/Kn%C3%A4ckebrot+%2B+100+%25.pdf, 3HL4kqtJvjVBH40Nrjfkd, e-2",
        "inbox, back\\\\slash 'quoted' $HOME, back%5C%5Cslash+%27quoted%27+%24HOME, null, e",
        "inbox, a.pdf, a.pdf, '', e"
    })
    void namesSourcesLikeTheLog(String bucket, String key, String keyInEvents, String version, String eTag)
            throws Exception {
        String function = onlyMatch(SOURCE_ID);

        assertThat(run(function, bucket, keyInEvents, version, eTag))
                .isEqualTo(new SourceObject(bucket, key, version, eTag, "0A").id());
        assertThat(run(function.replace(onlyMatch(LEFT_OUT), ""), bucket, keyInEvents, version, eTag))
                .isEqualTo(Fingerprint.of(bucket, key));
    }

    @Test
    void showsObjectsOfBothKindsOfEvents() throws Exception {
        assumeTrue(Programs.isOnPath("jq"), "jq is not installed: the runbook's filter is not run");
        ObjectNode received = JSON.createObjectNode();
        for (String sample : List.of("s3-put-encoded-key.json", "eventbridge-object-created.json")) {
            JsonNode event =
                    JSON.readTree(SamTemplate.ROOT.resolve("events/" + sample).toFile());
            received.withArray("Messages").addObject().put("Body", event.toString());
            ObjectNode record = JSON.createObjectNode().put("timestamp", "2026-11-23T09:27:41Z");
            record.set("requestPayload", event);
            received.withArray("Messages").addObject().put("Body", record.toString());
        }
        String shown = NotificationMergeTest.jq(
                List.of(
                        "jq",
                        "-c",
                        onlyMatch(LOOK) + " | .objects[] | [.bucket, .key, .versionId, .eTag] | join(\" \")"),
                received.toString());

        String etag = "06f1a78c4623b79885a4b5dc5452d86a";
        String notified = "\"ovok-inbox letters/2026/11/M%C3%BCller+%2B+S%C3%B6hne%2520100%25+%E6%9D%B1%E4%BA%AC.png"
                + " ib3OPx3akCl1RXiU4Shsc.gumepyznfE " + etag + "\"";
        String bridged =
                "\"ovok-inbox scans%2F2026%2Fcat%201%2B2%20%25.png Yk7mQ2vR9sT4wX1zB6cD3eF8gH5jK0nL " + etag + "\"";
        assertThat(shown.lines()).containsExactly(notified, notified, bridged, bridged);
    }

    private static String run(String function, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "-c", function + "\nsource_id \"$@\"", "bash"));
        command.addAll(List.of(arguments));
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.strip();
    }

    private static String onlyMatch(Pattern pattern) throws IOException {
        return found(pattern).collect(MoreCollectors.onlyElement());
    }

    private static Stream<String> found(Pattern pattern) throws IOException {
        String runbook = Files.readString(SamTemplate.ROOT.resolve("docs/runbook.md"));
        return pattern.matcher(runbook).results().map((MatchResult result) -> result.group(1));
    }
}
