package com.ovok.local.checks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.Programs;
import com.ovok.local.SamTemplate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
    /** A resource of this template, or its contents. */
    private static final Pattern OWN_RESOURCE = Pattern.compile("(\\w+)\\.Arn|\\$\\{(\\w+)\\.Arn}/(?:[a-z]+/)?\\*");

    /** The bucket of the parameter SourceBucket. */
    private static final String SOURCE = "arn:${AWS::Partition}:s3:::${SourceBucket}";

    /** The parameter with the secret. */
    private static final String SECRET = "OvokSecretArn";

    /** The bucket in which files arrive, if it is not the stack's own. */
    private static final String INBOX = "arn:${AWS::Partition}:s3:::${InboxBucket}";

    /** The key that a parameter names. */
    private static final String KEY = "InboxKmsKeyArn";

    private final SamTemplate template =
            SamTemplate.read().with("InboxBucket", "").with(KEY, "");
    private final SamTemplate existing =
            SamTemplate.read().with("InboxBucket", "clinic").with(KEY, "arn:aws:kms:eu-central-1:123456789012:key/1");

    @Test
    void passesCfnLint() throws Exception {
        assumeTrue(Programs.isOnPath("cfn-lint"), "cfn-lint is not installed: template.yaml stays unlinted");
        Process lint = new ProcessBuilder("cfn-lint", "template.yaml")
                .directory(SamTemplate.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String findings = new String(lint.getInputStream().readAllBytes(), UTF_8);
        assertThat(lint.waitFor()).as(findings).isZero();
    }

    @Test
    void runsBuiltZipOnManagedRuntime() {
        assertThat(template.functions()).hasSize(5).allSatisfy((id, function) -> {
            assertThat(function.path("CodeUri").asText())
                    .as("in the function's own properties: sam build rewrites it nowhere else")
                    .isEqualTo("function/target/function.zip");
            assertThat(template.property(function, "Runtime").asText()).isEqualTo("java25");
            assertThat(template.property(function, "Architectures"))
                    .singleElement()
                    .extracting(JsonNode::asText)
                    .isEqualTo("Architecture");
        });
    }

    @Test
    void logsJsonWithRetention() {
        assertThat(template.functions()).allSatisfy((id, function) -> {
            JsonNode logging = template.property(function, "LoggingConfig");
            assertThat(logging.path("LogFormat").asText()).isEqualTo("JSON");
            assertThat(template.all("AWS::Logs::LogGroup"))
                    .containsKey(logging.path("LogGroup").asText());
        });
        assertThat(template.all("AWS::Logs::LogGroup"))
                .allSatisfy(
                        (id, group) -> assertThat(group.has("RetentionInDays")).isTrue());
    }

    /** By default {@code sam logs} reads the group that Lambda would create. */
    @Test
    void namesLogGroupsAfterFunctions() {
        assertThat(template.functions()).allSatisfy((id, function) -> {
            String group = function.at("/LoggingConfig/LogGroup").asText();
            assertThat(template.resource(group).at("/Properties/LogGroupName").asText())
                    .isEqualTo("/aws/lambda/" + function.path("FunctionName").asText());
        });
    }

    /** {@code sam deploy --guided} asks for each; Enter must be sufficient for all but the secret. */
    @Test
    void hasValidDefaultsExceptSecret() {
        assertThat(template.parameters()).isNotEmpty().allSatisfy(name -> {
            JsonNode parameter = template.parameter(name);
            assertThat(parameter.has("NoEcho"))
                    .as("asked for again while empty")
                    .isFalse();
            assertThat(parameter.has("Default")).isEqualTo(!name.equals(SECRET));
            if (parameter.has("Default")) {
                String value = parameter.path("Default").asText();
                assertThat(value).matches(parameter.path("AllowedPattern").asText(".*"));
                assertThat(SamTemplate.texts(parameter.path("AllowedValues")).toList())
                        .matches(allowed -> allowed.contains("") || allowed.contains(value));
            }
        });
    }

    @Test
    void grantsOnlyNeededActions() {
        assertThat(template.grants(role("S3Function")))
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream on S3FunctionLogs.Arn",
                        "logs:PutLogEvents on S3FunctionLogs.Arn",
                        "dynamodb:UpdateItem on Ledger.Arn",
                        "secretsmanager:GetSecretValue on " + SECRET,
                        "sqs:SendMessage on FailureQueue.Arn",
                        "s3:GetObject on ${Inbox.Arn}/*",
                        "s3:GetObjectVersion on ${Inbox.Arn}/*",
                        "s3:ListBucket on Inbox.Arn");
        assertThat(template.grants(role("QueueFunction")))
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream on QueueFunctionLogs.Arn",
                        "logs:PutLogEvents on QueueFunctionLogs.Arn",
                        "dynamodb:UpdateItem on Ledger.Arn",
                        "secretsmanager:GetSecretValue on " + SECRET,
                        "sqs:ReceiveMessage on ArrivalQueue.Arn",
                        "sqs:DeleteMessage on ArrivalQueue.Arn",
                        "sqs:GetQueueAttributes on ArrivalQueue.Arn",
                        "s3:GetObject on ${Inbox.Arn}/*",
                        "s3:GetObjectVersion on ${Inbox.Arn}/*",
                        "s3:ListBucket on Inbox.Arn");
        assertThat(template.grants(role("EventBridgeFunction")))
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream on EventBridgeFunctionLogs.Arn",
                        "logs:PutLogEvents on EventBridgeFunctionLogs.Arn",
                        "dynamodb:UpdateItem on Ledger.Arn",
                        "secretsmanager:GetSecretValue on " + SECRET,
                        "sqs:SendMessage on FailureQueue.Arn",
                        "s3:GetObject on ${Inbox.Arn}/*",
                        "s3:GetObjectVersion on ${Inbox.Arn}/*",
                        "s3:ListBucket on Inbox.Arn");
        assertThat(template.grants(role("HttpApiFunction")))
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream on HttpApiFunctionLogs.Arn",
                        "logs:PutLogEvents on HttpApiFunctionLogs.Arn",
                        "dynamodb:UpdateItem on Ledger.Arn",
                        "secretsmanager:GetSecretValue on " + SECRET,
                        "s3:GetObject on " + SOURCE + "/${SourcePrefix}*",
                        "s3:GetObjectVersion on " + SOURCE + "/${SourcePrefix}*",
                        "s3:ListBucket on " + SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QueueFunction", "EventBridgeFunction", "BackfillFunction"})
    void readsOnlyExistingBucket(String function) {
        assertThat(existing.grants(role(function)).stream().filter(grant -> grant.matches("(s3|kms):.*")))
                .containsExactlyInAnyOrder(
                        "s3:GetObject on " + INBOX + "/${InboxPrefix}*",
                        "s3:GetObjectVersion on " + INBOX + "/${InboxPrefix}*",
                        "s3:ListBucket on " + INBOX,
                        "kms:Decrypt on " + KEY);
    }

    @Test
    void ownsNothingOfExistingBucket() {
        assertThat(existing.all("AWS::S3::Bucket")).containsOnlyKeys("BackfillBucket");
        assertThat(existing.all("AWS::S3::BucketPolicy")).containsOnlyKeys("BackfillBucketPolicy");
        assertThat(existing.with("ArrivalMode", "queue").texts())
                .doesNotContain("Inbox", "Inbox.Arn", "${Inbox.Arn}/*");
    }

    @Test
    void limitsBackfillFunction() {
        assertThat(template.grants(role("BackfillFunction")))
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream on BackfillFunctionLogs.Arn",
                        "logs:PutLogEvents on BackfillFunctionLogs.Arn",
                        "dynamodb:UpdateItem on Ledger.Arn",
                        "secretsmanager:GetSecretValue on " + SECRET,
                        "s3:GetObject on ${Inbox.Arn}/*",
                        "s3:GetObjectVersion on ${Inbox.Arn}/*",
                        "s3:ListBucket on Inbox.Arn");
    }

    /** A job reads no object of the inbox, and writes nothing but its manifest and its report. */
    @Test
    void limitsRoleOfJobs() {
        assertThat(template.grants("BackfillJobRole"))
                .containsExactlyInAnyOrder(
                        "lambda:InvokeFunction on BackfillFunction.Arn",
                        "s3:GetObject on ${BackfillBucket.Arn}/manifests/*",
                        "s3:GetObject on ${BackfillBucket.Arn}/inventory/*",
                        "s3:GetObjectVersion on ${BackfillBucket.Arn}/manifests/*",
                        "s3:GetObjectVersion on ${BackfillBucket.Arn}/inventory/*",
                        "s3:PutObject on ${BackfillBucket.Arn}/manifests/*",
                        "s3:PutObject on ${BackfillBucket.Arn}/reports/*",
                        "s3:PutInventoryConfiguration on Inbox.Arn");
        JsonNode trust = template.resource("BackfillJobRole").at("/Properties/AssumeRolePolicyDocument/Statement");
        assertThat(trust).hasSize(1);
        assertThat(trust.at("/0/Principal/Service").asText()).isEqualTo("batchoperations.s3.amazonaws.com");
    }

    @Test
    void acceptsInventoriesOfTheInboxOnly() {
        JsonNode policy = template.resource("BackfillBucketPolicy").at("/Properties/PolicyDocument/Statement");
        assertThat(policy.valueStream()
                        .filter(statement -> statement.path("Effect").asText().equals("Allow")))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.at("/Principal/Service").asText()).isEqualTo("s3.amazonaws.com");
                    assertThat(statement.path("Resource").asText()).isEqualTo("${BackfillBucket.Arn}/inventory/*");
                    assertThat(statement.at("/Condition/ArnLike/aws:SourceArn").asText())
                            .isEqualTo("Inbox.Arn");
                });
    }

    @Test
    void usesWrittenRolesOnly() {
        assertThat(template.functions())
                .allSatisfy(
                        (id, function) -> assertThat(function.has("Policies")).isFalse());
        assertThat(template.all("AWS::IAM::Role"))
                .allSatisfy(
                        (id, role) -> assertThat(role.has("ManagedPolicyArns")).isFalse());
    }

    @Test
    void namesActionsAndResourcesOfPermissions() {
        assertThat(Stream.concat(template.statements().stream(), existing.statements().stream()))
                .isNotEmpty()
                .filteredOn(statement -> statement.path("Effect").asText().equals("Allow"))
                .allSatisfy(statement -> {
                    assertThat(SamTemplate.texts(statement.path("Action")))
                            .allMatch(action -> action.matches("[a-z0-9]+:[A-Za-z]+"));
                    if (statement.has("Resource")) {
                        assertThat(SamTemplate.texts(statement.path("Resource")))
                                .allMatch(resource -> resource.startsWith(SOURCE)
                                        || resource.startsWith(INBOX)
                                        || resource.equals(KEY)
                                        || resource.equals(SECRET)
                                        || resource.equals("ResultEventBusArn")
                                        || isOwnResource(resource));
                    } else {
                        assertThat(statement.at("/Principal/Service").asText())
                                .isIn("lambda.amazonaws.com", "batchoperations.s3.amazonaws.com");
                    }
                });
    }

    @Test
    void allowsReferencesOnlyToNamedBucket() {
        assertThat(template.parameter("SourceBucket").path("Default").asText()).isEmpty();
    }

    @Test
    void encryptsAndVersionsPrivateBuckets() {
        assertThat(template.all("AWS::S3::Bucket")).isNotEmpty().allSatisfy((id, bucket) -> {
            assertThat(bucket.findPath("SSEAlgorithm").asText()).isIn("AES256", "aws:kms");
            assertThat(bucket.path("PublicAccessBlockConfiguration").valueStream())
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
            assertThat(bucket.findPath("ObjectOwnership").asText()).isEqualTo("BucketOwnerEnforced");
            assertThat(bucket.at("/VersioningConfiguration/Status").asText()).isEqualTo("Enabled");
            assertThat(deniedInPlainHttp("AWS::S3::BucketPolicy", "Bucket", id))
                    .containsExactlyInAnyOrder(id + ".Arn", "${" + id + ".Arn}/*");
        });
    }

    @Test
    void encryptsQueuesAndRequiresTls() {
        assertThat(template.all("AWS::SQS::Queue")).isNotEmpty().allSatisfy((id, queue) -> {
            assertThat(queue.path("SqsManagedSseEnabled").asBoolean()).isTrue();
            assertThat(deniedInPlainHttp("AWS::SQS::QueuePolicy", "Queues", id)).containsExactly(id + ".Arn");
        });
    }

    @Test
    void sendsFailedEventsToWatchedQueue() {
        JsonNode invocation =
                requireNonNull(template.functions().get("S3Function")).path("EventInvokeConfig");
        assertThat(invocation.path("MaximumRetryAttempts").asInt()).isEqualTo(2);
        String queue = owner(invocation.at("/DestinationConfig/OnFailure/Destination"));
        assertThat(template.type(queue)).isEqualTo("AWS::SQS::Queue");
        assertThat(template.resource(queue)
                        .at("/Properties/MessageRetentionPeriod")
                        .asInt())
                .isEqualTo(14 * 24 * 60 * 60);
        assertThat(template.all("AWS::CloudWatch::Alarm").values())
                .anyMatch(alarm -> alarm.at("/Dimensions/0/Value").asText().equals(queue + ".QueueName"));
    }

    @ParameterizedTest
    @CsvSource({"OrphanAlarm, document orphaned", "UndeliveredResultAlarm, result undelivered"})
    void countsLogLinesOfEveryFunction(String alarmId, String message) {
        assertCountedAndWatched(message, alarmId, template.functions().values().stream());
    }

    /** The function with SnapStart uses the JDK's TLS. */
    @Test
    void countsStartsWithoutNativeTls() {
        assertCountedAndWatched(
                "native TLS unavailable",
                "NativeTlsAlarm",
                template.functions().values().stream()
                        .filter(function -> function.path("SnapStart").isMissingNode()));
    }

    private void assertCountedAndWatched(String message, String alarmName, Stream<JsonNode> functions) {
        String pattern = "{ $.message = \"" + message + "\" }";
        List<JsonNode> filters = template.all("AWS::Logs::MetricFilter").values().stream()
                .filter(filter -> filter.path("FilterPattern").asText().equals(pattern))
                .toList();
        assertThat(filters)
                .extracting(filter -> filter.path("LogGroupName").asText())
                .containsExactlyInAnyOrderElementsOf(functions
                        .map(function -> function.at("/LoggingConfig/LogGroup").asText())
                        .toList());
        JsonNode alarm = requireNonNull(template.all("AWS::CloudWatch::Alarm").get(alarmName));
        assertThat(filters).allSatisfy(filter -> {
            JsonNode metric = filter.at("/MetricTransformations/0");
            assertThat(metric.path("MetricValue").asText()).isEqualTo("1");
            assertThat(metric.path("MetricNamespace")).isEqualTo(alarm.path("Namespace"));
        });
        assertThat(alarm.path("Statistic").asText()).isEqualTo("Sum");
        assertThat(alarm.path("Threshold").asInt()).isEqualTo(1);
    }

    @Test
    void notifiesTopicOfEveryAlarm() {
        assertThat(template.all("AWS::CloudWatch::Alarm"))
                .isNotEmpty()
                .allSatisfy((id, alarm) ->
                        assertThat(alarm.at("/AlarmActions/0").asText()).isEqualTo("HasAlarmTopic"));
    }

    @Test
    void encryptsLedgerWithRecoveryAndTtl() {
        JsonNode table = requireNonNull(template.all("AWS::DynamoDB::Table").get("Ledger"));
        assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
        assertThat(table.path("KeySchema")).singleElement().satisfies(key -> {
            assertThat(key.path("AttributeName").asText()).isEqualTo("id");
            assertThat(key.path("KeyType").asText()).isEqualTo("HASH");
        });
        assertThat(table.at("/AttributeDefinitions/0/AttributeType").asText()).isEqualTo("S");
        assertThat(table.at("/TimeToLiveSpecification/AttributeName").asText()).isEqualTo("expiresAt");
        assertThat(table.at("/TimeToLiveSpecification/Enabled").asBoolean()).isTrue();
        assertThat(table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                        .asBoolean())
                .isTrue();
        assertThat(table.at("/SSESpecification/SSEEnabled").asBoolean()).isTrue();
    }

    @Test
    void retainsLedgerLongerThanFailedEvents() {
        int queueDays = template.resource("FailureQueue")
                        .at("/Properties/MessageRetentionPeriod")
                        .asInt()
                / (24 * 60 * 60);
        assertThat(template.parameter("LedgerRetentionDays").path("MinValue").asInt())
                .isGreaterThan(queueDays);
    }

    @Test
    void retainsDataWithItsPolicies() {
        Stream.of(
                        "AWS::S3::Bucket",
                        "AWS::S3::BucketPolicy",
                        "AWS::SQS::Queue",
                        "AWS::SQS::QueuePolicy",
                        "AWS::DynamoDB::Table")
                .flatMap(type -> template.all(type).keySet().stream())
                .map(template::resource)
                .forEach(kept -> {
                    assertThat(kept.path("DeletionPolicy").asText()).isEqualTo("Retain");
                    assertThat(kept.path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
                });
    }

    private String role(String function) {
        String role = owner(requireNonNull(template.functions().get(function)).path("Role"));
        assertThat(template.type(role)).isEqualTo("AWS::IAM::Role");
        return role;
    }

    private boolean isOwnResource(String resource) {
        Matcher named = OWN_RESOURCE.matcher(resource);
        return named.matches()
                && !template.resource(named.group(1) == null ? named.group(2) : named.group(1))
                        .isMissingNode();
    }

    /** Returns what the policies of a bucket or queue deny to all callers without TLS. */
    private Stream<String> deniedInPlainHttp(String policyType, String field, String target) {
        return template.all(policyType).values().stream()
                .filter(policy -> SamTemplate.texts(policy.path(field)).anyMatch(target::equals))
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").valueStream())
                .filter(statement -> statement.path("Effect").asText().equals("Deny"))
                .filter(statement -> statement.path("Principal").asText().equals("*"))
                .filter(statement -> statement.path("Action").asText().matches("(s3|sqs):\\*"))
                .filter(statement -> statement
                        .at("/Condition/Bool/aws:SecureTransport")
                        .asText()
                        .equals("false"))
                .flatMap(statement -> SamTemplate.texts(statement.path("Resource")));
    }

    /** Returns the logical id in {@code !GetAtt Queue.Arn}. */
    private static String owner(JsonNode attribute) {
        return attribute.asText().replaceFirst("\\.Arn$", "");
    }
}
