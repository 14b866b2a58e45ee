package com.ovok.local;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The two paths from the inbox to a function; the template's parameter {@code ArrivalMode} selects one. */
class ArrivalModeTest {
    static final List<String> MODES = List.of("direct", "queue");

    private final SamTemplate template = SamTemplate.read();
    private final SamTemplate direct = template.with("ArrivalMode", "direct");
    private final SamTemplate queue = template.with("ArrivalMode", "queue");

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
