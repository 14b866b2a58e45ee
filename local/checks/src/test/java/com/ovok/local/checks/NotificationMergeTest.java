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
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The command of the deployment guide that turns EventBridge on keeps a bucket's other notifications. */
class NotificationMergeTest {
    private static final Pattern MERGE = Pattern.compile("(?m)^jq -s '([^']+)' before\\.json > after\\.json$");
    private static final JsonMapper JSON = new JsonMapper();

    /** Of every kind of destination, as {@code get-bucket-notification-configuration} prints them. */
    private static final String OTHERS = """
        {
          "TopicConfigurations": [
            {"Id": "a", "TopicArn": "arn:aws:sns:eu-central-1:123456789012:t", "Events": ["s3:ObjectRemoved:*"]}],
          "QueueConfigurations": [
            {"Id": "b", "QueueArn": "arn:aws:sqs:eu-central-1:123456789012:q", "Events": ["s3:ObjectCreated:*"],
             "Filter": {"Key": {"FilterRules": [{"Name": "Prefix", "Value": "in/"}, {"Name": "Suffix", "Value": ".pdf"}]}}}],
          "LambdaFunctionConfigurations": [
            {"Id": "c", "LambdaFunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:f",
             "Events": ["s3:ObjectCreated:Put", "s3:ObjectCreated:Post"]}]
        }
        """;

    @BeforeAll
    static void needsJq() {
        assumeTrue(Programs.isOnPath("jq"), "jq is not installed: the guide's command is not run");
    }

    @Test
    void keepsEveryOtherNotification() throws Exception {
        ObjectNode merged = (ObjectNode) merge(OTHERS);

        assertThat(merged.remove("EventBridgeConfiguration").toString()).isEqualTo("{}");
        assertThat(merged).isEqualTo(JSON.readTree(OTHERS));
    }

    /** The AWS CLI prints nothing for a bucket without notifications. */
    @Test
    void turnsItOnWhereNothingIsConfigured() throws Exception {
        assertThat(merge("").toString()).isEqualTo("{\"EventBridgeConfiguration\":{}}");
        assertThat(merge("{}").toString()).isEqualTo("{\"EventBridgeConfiguration\":{}}");
    }

    @Test
    void changesNothingWhereItIsOn() throws Exception {
        JsonNode on = merge(OTHERS);

        assertThat(merge(on.toString())).isEqualTo(on);
    }

    private static JsonNode merge(String before) throws IOException, InterruptedException {
        String guide = Files.readString(SamTemplate.ROOT.resolve("docs/deploy.md"));
        String filter =
                MERGE.matcher(guide).results().map(match -> match.group(1)).collect(MoreCollectors.onlyElement());
        return JSON.readTree(jq(List.of("jq", "-s", filter), before));
    }

    /** Returns what the command prints for this input. */
    static String jq(List<String> command, String input) throws IOException, InterruptedException {
        Process jq = new ProcessBuilder(command).redirectErrorStream(true).start();
        jq.getOutputStream().write(input.getBytes(UTF_8));
        jq.getOutputStream().close();
        String output = new String(jq.getInputStream().readAllBytes(), UTF_8);
        assertThat(jq.waitFor()).as(output).isZero();
        return output;
    }
}
