package com.ovok.local.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.collect.MoreCollectors;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunbookTest {
    private static final Pattern SHELL = Pattern.compile("(?s)```sh\n(.*?)```");
    private static final Pattern OUTPUT = Pattern.compile("\\boutput ([A-Z]\\w+)");
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

    private static String onlyMatch(Pattern pattern) throws IOException {
        return found(pattern).collect(MoreCollectors.onlyElement());
    }

    private static Stream<String> found(Pattern pattern) throws IOException {
        String runbook = Files.readString(SamTemplate.ROOT.resolve("docs/runbook.md"));
        return pattern.matcher(runbook).results().map((MatchResult result) -> result.group(1));
    }
}
