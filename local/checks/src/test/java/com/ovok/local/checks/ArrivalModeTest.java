package com.ovok.local.checks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The ways from the inbox to a function, of which the template's parameter {@code ArrivalMode} chooses one. */
class ArrivalModeTest {
    static final List<String> MODES = List.of("direct", "queue", "eventbridge");

    private final SamTemplate template =
            SamTemplate.read().with("InboxBucket", "").with("Backfill", "false");
    private final SamTemplate direct = template.with("ArrivalMode", "direct");
    private final SamTemplate queue = template.with("ArrivalMode", "queue");
    private final SamTemplate bridge = template.with("ArrivalMode", "eventbridge");

    @Test
    void offersBothModesAndDefaultsToDirect() {
        JsonNode parameter = template.parameter("ArrivalMode");
        assertThat(SamTemplate.texts(parameter.path("AllowedValues"))).containsExactlyElementsOf(MODES);
        assertThat(parameter.path("Default").asText()).isEqualTo("direct");
    }

    @Test
    void createsOnlyFunctionOfTheMode() {
        assertThat(direct.functions()).containsOnlyKeys("S3Function", "HttpApiFunction");
        assertThat(queue.functions()).containsOnlyKeys("QueueFunction", "HttpApiFunction");
        assertThat(bridge.functions()).containsOnlyKeys("EventBridgeFunction", "HttpApiFunction");
        assertThat(direct.resources()).doesNotContain("InboxRule", "RuleFailureQueue", "RuleFailureAlarm");
        assertThat(queue.resources()).doesNotContain("InboxRule", "RuleFailureQueue", "RuleFailureAlarm");
        assertThat(direct.resources()).doesNotContain("ArrivalQueue", "ArrivalQueuePolicy", "ArrivalQueueAlarm");
        assertThat(queue.resources()).doesNotContain("S3FunctionRole", "S3FunctionLogs", "InboxInvokesS3Function");
    }

    @ParameterizedTest
    @FieldSource("MODES")
    void refersToNoResourceOfOtherMode(String mode) {
        SamTemplate chosen = template.with("ArrivalMode", mode);
        Set<String> everything = template.resources();
        assertThat(chosen.texts().flatMap(text -> Stream.of(text.split("\\W+", -1))))
                .filteredOn(everything::contains)
                .isNotEmpty()
                .isSubsetOf(chosen.resources());
    }

    @Test
    void letsBucketsInvokeFunctionInDirectMode() {
        JsonNode inbox = direct.resource("Inbox");
        JsonNode notified = inbox.at("/Properties/NotificationConfiguration/LambdaConfigurations/0");
        JsonNode permission = direct.resource(inbox.at("/Metadata/AllowedBy").asText());
        assertThat(notified.path("Event").asText()).isEqualTo("s3:ObjectCreated:*");
        assertThat(notified.path("Function").asText()).isEqualTo("S3Function.Arn");
        assertThat(permission.path("Type").asText()).isEqualTo("AWS::Lambda::Permission");
        assertThat(permission.path("Properties").valueStream().map(JsonNode::asText))
                .containsExactlyInAnyOrder(
                        "S3Function.Arn", "lambda:InvokeFunction", "s3.amazonaws.com", "AWS::AccountId");
    }

    @Test
    void letsBucketsSendToQueueInQueueMode() {
        JsonNode inbox = queue.resource("Inbox");
        JsonNode notified = inbox.at("/Properties/NotificationConfiguration/QueueConfigurations/0");
        JsonNode policy = queue.resource(inbox.at("/Metadata/AllowedBy").asText());
        assertThat(notified.path("Event").asText()).isEqualTo("s3:ObjectCreated:*");
        assertThat(notified.path("Queue").asText()).isEqualTo("ArrivalQueue.Arn");
        assertThat(SamTemplate.texts(policy.at("/Properties/Queues"))).containsExactly("ArrivalQueue");
        assertThat(policy.at("/Properties/PolicyDocument/Statement").valueStream())
                .filteredOn(statement -> statement.path("Effect").asText().equals("Allow"))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.at("/Principal/Service").asText()).isEqualTo("s3.amazonaws.com");
                    assertThat(statement.path("Action").asText()).isEqualTo("sqs:SendMessage");
                    assertThat(statement
                                    .at("/Condition/StringEquals/aws:SourceAccount")
                                    .asText())
                            .isEqualTo("AWS::AccountId");
                });
    }

    @Test
    void letsRuleInvokeFunctionInEventBridgeMode() {
        JsonNode notified = bridge.resource("Inbox").at("/Properties/NotificationConfiguration");
        JsonNode rule = bridge.resource("InboxRule");
        JsonNode permission = bridge.resource("RuleInvokesEventBridgeFunction").path("Properties");
        assertThat(notified.at("/EventBridgeConfiguration/EventBridgeEnabled").asBoolean())
                .isTrue();
        assertThat(notified).hasSize(1);
        assertThat(rule.at("/Properties/EventPattern/detail/bucket/name/0").asText())
                .isEqualTo("Inbox");
        assertThat(rule.at("/Properties/Targets/0/Arn").asText()).isEqualTo("EventBridgeFunction.Arn");
        assertThat(SamTemplate.texts(rule.at("/Metadata/AllowedBy")))
                .containsExactly("RuleFailureQueuePolicy", "RuleInvokesEventBridgeFunction");
        assertThat(permission.path("Principal").asText()).isEqualTo("events.amazonaws.com");
        assertThat(permission.path("SourceArn").asText())
                .endsWith(":rule/" + rule.at("/Properties/Name").asText());
    }

    /** The function's own retries and its failure queue begin after the event was handed over. */
    @Test
    void retriesDeliveryForADay() {
        JsonNode target = bridge.resource("InboxRule").at("/Properties/Targets/0");
        assertThat(target.at("/RetryPolicy/MaximumEventAgeInSeconds").asInt()).isEqualTo(24 * 60 * 60);
        assertThat(target.at("/RetryPolicy/MaximumRetryAttempts").asInt()).isEqualTo(185);
        assertThat(target.at("/DeadLetterConfig/Arn").asText()).isEqualTo("RuleFailureQueue.Arn");
        JsonNode invocation =
                requireNonNull(bridge.functions().get("EventBridgeFunction")).path("EventInvokeConfig");
        assertThat(invocation.at("/DestinationConfig/OnFailure/Destination").asText())
                .isEqualTo("FailureQueue.Arn");
        JsonNode alarm = requireNonNull(bridge.all("AWS::CloudWatch::Alarm").get("RuleFailureAlarm"));
        assertThat(alarm.at("/Dimensions/0/Value").asText()).isEqualTo("RuleFailureQueue.QueueName");
    }

    @Test
    void letsRulesSendToFailureQueue() {
        JsonNode policy = bridge.resource("RuleFailureQueuePolicy").at("/Properties/PolicyDocument/Statement/0");
        assertThat(policy.at("/Principal/Service").asText()).isEqualTo("events.amazonaws.com");
        assertThat(SamTemplate.texts(policy.at("/Condition/ArnEquals/aws:SourceArn"))
                        .map(arn -> arn.replaceFirst(".*:rule/", "")))
                .containsExactly(name("InboxRule"), name("TooLargeRule"));
    }

    /** No object is ignored: each size is matched by exactly one of the rules, which are the same otherwise. */
    @Test
    void dividesObjectsBySize() {
        JsonNode inbox = bridge.resource("InboxRule").at("/Properties/EventPattern");
        JsonNode large = bridge.resource("TooLargeRule").at("/Properties/EventPattern");
        assertThat(inbox.at("/detail/object/size").toString()).isEqualTo("[{\"numeric\":[\"<=\",5368709120]}]");
        assertThat(large.at("/detail/object/size").toString()).isEqualTo("[{\"numeric\":[\">\",5368709120]}]");
        assertThat(large.toString().replace("\">\"", "\"<=\"")).isEqualTo(inbox.toString());
        assertThat(bridge.resource("TooLargeRule")
                        .at("/Properties/Targets/0/Arn")
                        .asText())
                .isEqualTo("RuleFailureQueue.Arn");
    }

    private String name(String rule) {
        return bridge.resource(rule).at("/Properties/Name").asText();
    }

    @Test
    void hidesMessagesForSixTimeouts() {
        int timeout = queue.property(queueFunction(), "Timeout").asInt();
        assertThat(timeout).isPositive();
        assertThat(arrivalQueue().path("VisibilityTimeout").asInt()).isGreaterThanOrEqualTo(6 * timeout);
    }

    @Test
    void movesFailedMessagesBeforeTheyExpire() {
        JsonNode redrive = arrivalQueue().path("RedrivePolicy");
        assertThat(redrive.path("deadLetterTargetArn").asText()).isEqualTo("FailureQueue.Arn");
        assertThat(redrive.path("maxReceiveCount").asInt()).isGreaterThanOrEqualTo(5);
        assertThat(secondsOfAllTries())
                .isLessThan(arrivalQueue().path("MessageRetentionPeriod").asInt());
        assertThat(queue.resource("FailureQueue")
                        .at("/Properties/MessageRetentionPeriod")
                        .asInt())
                .isGreaterThanOrEqualTo(
                        arrivalQueue().path("MessageRetentionPeriod").asInt());
    }

    @Test
    void raisesAlarmForUnprocessedQueueOnly() {
        JsonNode alarm = requireNonNull(queue.all("AWS::CloudWatch::Alarm").get("ArrivalQueueAlarm"));
        assertThat(alarm.path("MetricName").asText()).isEqualTo("ApproximateAgeOfOldestMessage");
        assertThat(alarm.at("/Dimensions/0/Value").asText()).isEqualTo("ArrivalQueue.QueueName");
        assertThat(alarm.path("Threshold").asInt())
                .isBetween(
                        secondsOfAllTries(),
                        arrivalQueue().path("MessageRetentionPeriod").asInt());
    }

    @Test
    void reportsFailedMessagesOfBatch() {
        assertThat(SamTemplate.texts(arrivals().path("FunctionResponseTypes")))
                .containsExactly("ReportBatchItemFailures");
    }

    @Test
    void processesWholeBatchAtOnce() {
        assertThat(arrivals().path("BatchSize").asText())
                .isEqualTo("MaxFilesPerBatch")
                .isEqualTo(queue.environment(queueFunction()).get("MAX_FILES_PER_BATCH"));
        assertThat(template.parameter("MaxFilesPerBatch").path("MaxValue").asInt())
                .isEqualTo(10);
    }

    @Test
    void limitsMessagesToConcurrency() {
        assertThat(arrivals().at("/ScalingConfig/MaximumConcurrency").asText()).isEqualTo("MaximumConcurrency");
        assertThat(template.parameter("MaximumConcurrency").path("MinValue").asInt())
                .isEqualTo(2);
        assertThat(queueFunction().has("ReservedConcurrentExecutions")).isFalse();
    }

    private int secondsOfAllTries() {
        return arrivalQueue().path("VisibilityTimeout").asInt()
                * arrivalQueue().at("/RedrivePolicy/maxReceiveCount").asInt();
    }

    private JsonNode arrivalQueue() {
        return queue.resource("ArrivalQueue").path("Properties");
    }

    private JsonNode queueFunction() {
        return requireNonNull(queue.functions().get("QueueFunction"));
    }

    private JsonNode arrivals() {
        List<JsonNode> sources = queue.events("SQS");
        assertThat(sources).hasSize(1);
        assertThat(sources.getFirst().path("Queue").asText()).isEqualTo("ArrivalQueue.Arn");
        return sources.getFirst();
    }
}
