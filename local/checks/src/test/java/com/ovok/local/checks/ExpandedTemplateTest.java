package com.ovok.local.checks;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import com.ovok.local.checks.Expansion.Stack;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The expanded template for combinations of the parameters that change its resources. */
class ExpandedTemplateTest {
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";

    private static final String BUS = "arn:aws:events:eu-central-1:123456789012:event-bus/documents";
    private static final String KEY = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    /** The ways in which files may arrive. */
    private static final List<Map<String, String>> ARRIVALS = List.of(
            Map.of("ArrivalMode", "direct"),
            Map.of("ArrivalMode", "queue"),
            Map.of("ArrivalMode", "eventbridge"),
            Map.of("ArrivalMode", "queue", "InboxBucket", "clinic"),
            Map.of("ArrivalMode", "eventbridge", "InboxBucket", "clinic", "InboxPrefix", "in/"),
            Map.of("ArrivalMode", "queue", "InboxBucket", "clinic", "InboxSuffix", ".pdf", "InboxKmsKeyArn", KEY),
            Map.of(
                    "ArrivalMode",
                    "eventbridge",
                    "InboxBucket",
                    "clinic",
                    "InboxPrefix",
                    "in/",
                    "InboxSuffix",
                    ".pdf",
                    "InboxAccount",
                    "210987654321"));

    /** Further parameters that change resources, each with a value for the one half of the stacks and for the other. */
    private static final List<Map.Entry<String, List<String>>> CHOICES = List.of(
            Map.entry("JwtIssuer", List.of("", "https://login.example.com/")),
            Map.entry("SnapStart", List.of("PublishedVersions", "None")),
            Map.entry("SourceBucket", List.of("", "scans")),
            Map.entry("CorsAllowedOrigins", List.of("", "https://a.example.com,https://b.example.com")),
            Map.entry("AlarmTopicArn", List.of("", TOPIC)));

    private static final List<Stack> STACKS = ARRIVALS.stream()
            .flatMap(arrival -> IntStream.range(0, 1 << CHOICES.size()).mapToObj(bits -> stack(arrival, bits)))
            .toList();

    private static List<JsonNode> templates = List.of();

    @BeforeAll
    static void expand() {
        templates = Expansion.of(STACKS);
    }

    @Test
    void hasCodeRoleAndLogGroupPerFunction() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            assertThat(resources.ids("AWS::Lambda::Function"))
                    .isEqualTo(
                            withBackfill(stack, Set.of(arrivalFunction(stack), "HttpApiFunction"), "BackfillFunction"));
            resources.ids("AWS::Lambda::Function").forEach(id -> {
                JsonNode function = resources.properties(id);
                assertThat(function.path("Code").properties())
                        .extracting(Map.Entry::getKey)
                        .containsExactly("S3Bucket", "S3Key");
                assertThat(resources.type(function.at("/Role/Fn::GetAtt/0").asText()))
                        .isEqualTo("AWS::IAM::Role");
                JsonNode group = resources.properties(
                        function.at("/LoggingConfig/LogGroup/Ref").asText());
                assertThat(group.path("LogGroupName").asText())
                        .isEqualTo(
                                "/aws/lambda/" + function.path("FunctionName").asText());
                assertThat(group.path("RetentionInDays").asInt()).isPositive();
                assertThat(resources.all("AWS::Logs::MetricFilter"))
                        .anyMatch(filter -> filter.path("LogGroupName").equals(function.at("/LoggingConfig/LogGroup")));
            });
            assertThat(resources.ids("AWS::IAM::Role"))
                    .isEqualTo(withBackfill(
                            stack,
                            Set.of(arrivalFunction(stack) + "Role", "HttpApiFunctionRole"),
                            "BackfillFunctionRole",
                            "BackfillJobRole"));
        });
    }

    @Test
    void sendsEventsToFunctionOfTheMode() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            boolean queue = stack.value("ArrivalMode").equals("queue");
            assertThat(target(stack, resources)).isEqualTo(queue ? "ArrivalQueue" : arrivalFunction(stack));
            assertThat(resources.ids("AWS::Lambda::EventSourceMapping"))
                    .isEqualTo(queue ? Set.of("QueueFunctionArrivals") : Set.of());
            assertThat(resources.ids("AWS::Lambda::EventInvokeConfig"))
                    .isEqualTo(queue ? Set.of() : Set.of(arrivalFunction(stack) + "EventInvokeConfig"));
            assertThat(template.at("/Outputs/ArrivalFunction/Value/Ref").asText())
                    .isEqualTo(arrivalFunction(stack));
        });
    }

    /** The resource to which S3 or the rule sends. */
    private static String target(Stack stack, Resources resources) {
        JsonNode notified = resources.properties("Inbox").path("NotificationConfiguration");
        JsonNode rule = resources.properties("InboxRule");
        assertThat(resources.ids("AWS::S3::Bucket").contains("Inbox"))
                .isEqualTo(stack.value("InboxBucket").isEmpty());
        assertThat(notified.at("/EventBridgeConfiguration/EventBridgeEnabled").asBoolean())
                .isEqualTo(!rule.isMissingNode() && stack.value("InboxBucket").isEmpty());
        return (rule.isMissingNode() ? notified : rule.path("Targets"))
                .findPath("Fn::GetAtt")
                .path(0)
                .asText();
    }

    @Test
    void matchesParametersInRules() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            JsonNode pattern = resources.properties("InboxRule").path("EventPattern");
            if (pattern.isMissingNode()) {
                assertThat(resources.ids("AWS::Events::Rule")).isEmpty();
                return;
            }
            String bucket = stack.value("InboxBucket");
            assertThat(pattern.at("/detail/bucket/name").toString())
                    .isEqualTo(bucket.isEmpty() ? "[{\"Ref\":\"Inbox\"}]" : "[\"" + bucket + "\"]");
            assertThat(pattern.at("/detail/object/key").toString()).isEqualTo(keyPattern(stack));
            String account = stack.value("InboxAccount");
            assertThat(pattern.at("/account/0").asText()).isEqualTo(account.isEmpty() ? "123456789012" : account);
            assertThat(pattern.path("source").toString() + pattern.path("detail-type"))
                    .isEqualTo("[\"aws.s3\"][\"Object Created\"]");
            assertThat(pattern.toString()).hasSizeLessThan(2_048);
        });
    }

    /** The elements of a list are alternatives, so one pattern has to say both. */
    private static String keyPattern(Stack stack) {
        String prefix = stack.value("InboxPrefix");
        String suffix = stack.value("InboxSuffix");
        if (!prefix.isEmpty() && !suffix.isEmpty()) {
            return "[{\"wildcard\":\"" + prefix + "*" + suffix + "\"}]";
        }
        return prefix.isEmpty() && suffix.isEmpty()
                ? ""
                : prefix.isEmpty() ? "[{\"suffix\":\"" + suffix + "\"}]" : "[{\"prefix\":\"" + prefix + "\"}]";
    }

    @Test
    void rejectsImpossibleParameters() {
        Stack stack = Stack.standard();
        assertThat(Expansion.violations(List.of(
                        stack.with("InboxBucket", "clinic"),
                        stack.with("InboxPrefix", "in/").with("ArrivalMode", "queue"),
                        stack.with("InboxSuffix", ".pdf").with("ArrivalMode", "eventbridge"),
                        stack.with("InboxAccount", "210987654321"),
                        stack.with("InboxKmsKeyArn", KEY),
                        stack.with("SourcePrefix", "scans/"),
                        stack.with("JwtIssuer", "https://login.example.com/"))))
                .extracting(JsonNode::toString)
                .containsExactly(
                        "[\"With InboxBucket, set ArrivalMode to queue or eventbridge.\"]",
                        "[\"Set InboxBucket too, or leave InboxPrefix empty.\"]",
                        "[\"Set InboxBucket too, or leave InboxSuffix empty.\"]",
                        "[\"Set InboxBucket too, or leave InboxAccount empty.\"]",
                        "[\"Set InboxBucket too, or leave InboxKmsKeyArn empty.\"]",
                        "[\"Set SourceBucket too, or leave SourcePrefix empty.\"]",
                        "[\"Give both JwtIssuer and JwtAudience, or neither.\"]");
    }

    @Test
    void acceptsOtherParameters() {
        assertThat(Expansion.violations(STACKS))
                .allSatisfy(violated -> assertThat(violated).isEmpty());
    }

    @Test
    void notifiesTopicOfEveryAlarm() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            Set<String> alarms =
                    new HashSet<>(Set.of("FailureAlarm", "OrphanAlarm", "UndeliveredResultAlarm", "NativeTlsAlarm"));
            if (stack.value("ArrivalMode").equals("queue")) {
                alarms.add("ArrivalQueueAlarm");
            }
            if (!resources.ids("AWS::Events::Rule").isEmpty()) {
                alarms.add("RuleFailureAlarm");
            }
            assertThat(resources.ids("AWS::CloudWatch::Alarm")).isEqualTo(withBackfill(stack, alarms, "BackfillAlarm"));
            assertThat(resources.all("AWS::CloudWatch::Alarm"))
                    .allSatisfy(alarm -> assertThat(
                                    alarm.path("AlarmActions").valueStream().map(JsonNode::asText))
                            .isEqualTo(Stream.of(stack.value("AlarmTopicArn"))
                                    .filter(topic -> !topic.isEmpty())
                                    .toList()));
        });
    }

    @Test
    void authorizesEveryRouteAndCallsAlias() {
        forEveryStack((stack, template) -> {
            JsonNode api = new Resources(template).properties("HttpApi").path("Body");
            String issuer = stack.value("JwtIssuer");
            String scheme = issuer.isEmpty() ? "Iam" : "Token";
            assertThat(api.path("paths").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder("/documents/{fileName}", "/documents");
            for (JsonNode operation :
                    List.of(api.at("/paths/~1documents~1{fileName}/put"), api.at("/paths/~1documents/post"))) {
                assertThat(operation.findPath("Fn::Sub").asText()).contains("${HttpApiFunctionAliaslive}/");
                assertThat(operation.path("security").toString()).isEqualTo("[{\"" + scheme + "\":[]}]");
            }
            JsonNode schemes = api.at("/components/securitySchemes");
            assertThat(schemes.properties()).extracting(Map.Entry::getKey).containsExactly(scheme);
            JsonNode tokens = schemes.at("/Token/x-amazon-apigateway-authorizer/jwtConfiguration");
            assertThat(tokens.path("issuer").asText()).isEqualTo(issuer);
            assertThat(tokens.path("audience").valueStream().map(JsonNode::asText))
                    .isEqualTo(issuer.isEmpty() ? List.of() : List.of("uploads", "scans"));
            assertThat(api.at("/x-amazon-apigateway-cors/allowOrigins").size())
                    .isEqualTo(stack.value("CorsAllowedOrigins").isEmpty() ? 0 : 2);
        });
    }

    @Test
    void letsGatewayInvokeAliasOfNewestVersion() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            assertThat(resources.all("AWS::Lambda::Permission"))
                    .filteredOn(grant -> grant.path("Principal").asText().startsWith("apigateway"))
                    .hasSize(2)
                    .allSatisfy(grant ->
                            assertThat(grant.at("/FunctionName/Ref").asText()).isEqualTo("HttpApiFunctionAliaslive"));
            String version = version(template);
            assertThat(template.at("/Resources/" + version + "/DeletionPolicy").asText())
                    .isEqualTo("Delete");
            JsonNode alias = resources.properties("HttpApiFunctionAliaslive");
            assertThat(alias.at("/FunctionVersion/Fn::GetAtt/0").asText()).isEqualTo(version);
            assertThat(resources
                            .properties("HttpApiFunction")
                            .at("/SnapStart/ApplyOn")
                            .asText())
                    .isEqualTo(stack.value("SnapStart"));
        });
    }

    @Test
    void allowsSourceBucketOnlyIfNamed() {
        forEveryStack((stack, template) -> {
            boolean named = !stack.value("SourceBucket").isEmpty();
            JsonNode reads = template.at("/Resources/HttpApiFunctionReadsSource");
            assertThat(reads.isMissingNode()).isEqualTo(!named);
            assertThat(template.at("/Resources/HttpApiFunction/Properties/Environment/Variables/ALLOWED_SOURCES")
                            .asText())
                    .isEqualTo(named ? "scans/" : "");
        });
    }

    @Test
    void resolvesAllConditionsAndReferences() {
        forEveryStack((stack, template) -> {
            assertThat(template.toString()).doesNotContain("Fn::If", "AWS::NoValue", "\"Condition\":\"");
            Set<String> ids = template.path("Resources").properties().stream()
                    .map(Map.Entry::getKey)
                    .collect(toSet());
            assertThat(template.findValuesAsText("Ref")).isNotEmpty().isSubsetOf(ids);
            assertThat(template.findValues("Fn::GetAtt"))
                    .allMatch(named -> ids.contains(named.path(0).asText().replaceFirst("\\..*", "")));
        });
    }

    /** Every way of arrival, and each pair of the other values. */
    @Test
    void passesCfnLint() {
        List<Integer> choices = List.of(0b00000, 0b11000, 0b00110, 0b10101, 0b01011, 0b11111, 0b01101);
        List<Stack> stacks = IntStream.range(0, ARRIVALS.size())
                .mapToObj(i -> stack(ARRIVALS.get(i), choices.get(i)))
                .toList();
        assertThat(Expansion.lint(stacks))
                .allSatisfy(findings -> assertThat(findings).isEmpty());
    }

    /** Lambda rejects a new version without a change, and the API does not use changes without a new version. */
    @Test
    void publishesVersionForChangedParameters() {
        Stack before = Stack.standard().with("SourceBucket", "scans");
        List<String> names = SamTemplate.read().parameters().stream().sorted().toList();
        List<JsonNode> expanded = Expansion.of(Stream.concat(
                        Stream.of(before), names.stream().map(name -> before.with(name, otherValue(name))))
                .toList());
        JsonNode first = expanded.getFirst();
        for (int i = 0; i < names.size(); i++) {
            JsonNode template = expanded.get(i + 1);
            assertThat(version(template).equals(version(first)))
                    .as(names.get(i))
                    .isEqualTo(function(template).equals(function(first)));
        }
        assertThat(expanded.stream().map(ExpandedTemplateTest::version).distinct())
                .hasSizeGreaterThan(1);
    }

    @Test
    void publishesVersionForNewCode() {
        Stack stack = Stack.standard();
        List<JsonNode> expanded = Expansion.of(List.of(stack, stack.withCode("s3://bucket/next.zip")));
        assertThat(expanded.stream().map(ExpandedTemplateTest::version)).doesNotHaveDuplicates();
    }

    @Test
    void omitsAuthorizerForSamLocal() {
        Stack tokens = stack(ARRIVALS.getFirst(), 0b10000).local();
        assertThat(Expansion.of(List.of(tokens, stack(ARRIVALS.getLast(), 0).local())))
                .allSatisfy(template -> {
                    JsonNode api = new Resources(template).properties("HttpApi").path("Body");
                    assertThat(api.at("/components/securitySchemes").isEmpty()).isTrue();
                    assertThat(api.path("x-amazon-apigateway-binary-media-types")
                                    .toString())
                            .isEqualTo("[\"*/*\"]");
                    JsonNode variables = function(template).at("/Environment/Variables");
                    assertThat(variables.path("LEDGER_TABLE").textValue()).isEmpty();
                    assertThat(variables.path("OVOK_SECRET_ID").textValue()).isEmpty();
                });
    }

    private static void forEveryStack(BiConsumer<Stack, JsonNode> check) {
        for (int i = 0; i < STACKS.size(); i++) {
            JsonNode template = templates.get(i);
            assertThat(STACKS.get(i)).satisfies(stack -> check.accept(stack, template));
        }
    }

    /**
     * One bit for each choice, the first one the highest. Every second stack has the backfill, whose resources depend
     * on the arrivals alone: each value of the other parameters is tried with and without it.
     */
    private static Stack stack(Map<String, String> arrival, int bits) {
        Stack stack = Stack.standard().with("Backfill", Integer.bitCount(bits) % 2 == 0 ? "false" : "true");
        for (Map.Entry<String, String> parameter : arrival.entrySet()) {
            stack = stack.with(parameter.getKey(), parameter.getValue());
        }
        for (int i = 0; i < CHOICES.size(); i++) {
            int bit = bits >> (CHOICES.size() - 1 - i) & 1;
            stack = stack.with(
                    CHOICES.get(i).getKey(), CHOICES.get(i).getValue().get(bit));
        }
        return stack.value("JwtIssuer").isEmpty() ? stack : stack.with("JwtAudience", "uploads,scans");
    }

    /** Returns an allowed value of the parameter other than its default. */
    private static String otherValue(String name) {
        JsonNode parameter = SamTemplate.read().parameter(name);
        String value = parameter.path("Default").asText();
        String other = Stream.concat(
                        SamTemplate.texts(parameter.path("AllowedValues"))
                                .filter(allowed -> !allowed.isEmpty() && !allowed.equals(value)),
                        Stream.of(
                                Expansion.SECRET + "2",
                                TOPIC,
                                BUS,
                                KEY,
                                "210987654321",
                                "7",
                                "https://login.example.com",
                                "other/",
                                "other-value"))
                .filter(example ->
                        example.matches(parameter.path("AllowedPattern").asText(".*")))
                .filter(example -> !parameter.path("Type").asText().equals("Number")
                        || example.equals("7")
                        || parameter.has("AllowedValues"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("add an example of what " + name + " allows"));
        assertThat(other).isNotEqualTo(value);
        return other;
    }

    /** Jobs have no rate but the concurrency of their function, and may invoke this one only. */
    @Test
    void theBackfillIsThereIfItIsSwitchedOn() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            boolean on = stack.value("Backfill").equals("true");
            assertThat(template.path("Resources").properties().stream()
                            .filter(resource -> resource.getKey().startsWith("Backfill")))
                    .hasSize(on ? 10 : 0);
            assertThat(template.path("Outputs").properties().stream()
                            .filter(output -> output.getKey().startsWith("Backfill")))
                    .hasSize(on ? 3 : 0);
            JsonNode function = resources.properties("BackfillFunction");
            assertThat(function.path("ReservedConcurrentExecutions").asInt()).isEqualTo(on ? 5 : 0);
            assertThat(resources.properties("BackfillJobRole").findValuesAsText("Action").stream()
                            .filter("lambda:InvokeFunction"::equals))
                    .hasSize(on ? 1 : 0);
        });
    }

    private static Set<String> withBackfill(Stack stack, Set<String> ids, String... ofBackfill) {
        return stack.value("Backfill").equals("true")
                ? Stream.concat(ids.stream(), Stream.of(ofBackfill)).collect(toSet())
                : ids;
    }

    private static String arrivalFunction(Stack stack) {
        return switch (stack.value("ArrivalMode")) {
            case "direct" -> "S3Function";
            case "queue" -> "QueueFunction";
            default -> "EventBridgeFunction";
        };
    }

    private static JsonNode function(JsonNode template) {
        return template.at("/Resources/HttpApiFunction/Properties");
    }

    private static String version(JsonNode template) {
        Set<String> versions = new Resources(template).ids("AWS::Lambda::Version");
        assertThat(versions).hasSize(1);
        return versions.iterator().next();
    }

    /** The resources of an expanded template. */
    private record Resources(JsonNode template) {
        Set<String> ids(String type) {
            return template.path("Resources").properties().stream()
                    .filter(resource ->
                            resource.getValue().path("Type").asText().equals(type))
                    .map(Map.Entry::getKey)
                    .collect(toSet());
        }

        List<JsonNode> all(String type) {
            return ids(type).stream().map(this::properties).toList();
        }

        JsonNode properties(String id) {
            return template.path("Resources").path(id).path("Properties");
        }

        String type(String id) {
            return template.path("Resources").path(id).path("Type").asText();
        }
    }
}
