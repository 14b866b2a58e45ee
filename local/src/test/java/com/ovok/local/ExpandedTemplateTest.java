package com.ovok.local;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.Expansion.Stack;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes out of the template for every combination of the parameters that change its resources. */
class ExpandedTemplateTest {
    private static final String TOPIC = "arn:aws:sns:eu-central-1:123456789012:alarms";

    /** The parameters that change resources, each with a value for the one half of the stacks and for the other. */
    private static final List<Map.Entry<String, List<String>>> CHOICES = List.of(
            Map.entry("ArrivalMode", List.of("direct", "queue")),
            Map.entry("JwtIssuer", List.of("", "https://login.example.com/")),
            Map.entry("SnapStart", List.of("PublishedVersions", "None")),
            Map.entry("SourceBucket", List.of("", "scans")),
            Map.entry("CorsAllowedOrigins", List.of("", "https://a.example.com,https://b.example.com")),
            Map.entry("AlarmTopicArn", List.of("", TOPIC)));

    private static final List<Stack> STACKS = IntStream.range(0, 1 << CHOICES.size())
            .mapToObj(ExpandedTemplateTest::stack)
            .toList();

    private static List<JsonNode> templates = List.of();

    @BeforeAll
    static void expand() {
        templates = Expansion.of(STACKS);
    }

    @Test
    void everyFunctionHasItsCodeRoleAndLogGroup() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            assertThat(resources.ids("AWS::Lambda::Function"))
                    .containsExactlyInAnyOrder(arrivalFunction(stack), "HttpApiFunction");
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
                    .containsExactlyInAnyOrder(arrivalFunction(stack) + "Role", "HttpApiFunctionRole");
        });
    }

    @Test
    void arrivalsGoToTheFunctionOfTheMode() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            JsonNode notified = resources.properties("Inbox").path("NotificationConfiguration");
            boolean queue = stack.value("ArrivalMode").equals("queue");
            assertThat(notified.findPath("Fn::GetAtt").path(0).asText())
                    .isEqualTo(queue ? "ArrivalQueue" : "S3Function");
            assertThat(resources.ids("AWS::Lambda::EventSourceMapping"))
                    .isEqualTo(queue ? Set.of("QueueFunctionArrivals") : Set.of());
            assertThat(resources.ids("AWS::Lambda::EventInvokeConfig"))
                    .isEqualTo(queue ? Set.of() : Set.of("S3FunctionEventInvokeConfig"));
            assertThat(template.at("/Outputs/ArrivalFunction/Value/Ref").asText())
                    .isEqualTo(arrivalFunction(stack));
        });
    }

    @Test
    void everyAlarmTellsTheTopicIfThereIsOne() {
        forEveryStack((stack, template) -> {
            Resources resources = new Resources(template);
            Set<String> always = Set.of("FailureAlarm", "OrphanAlarm", "NativeTlsAlarm");
            assertThat(resources.ids("AWS::CloudWatch::Alarm"))
                    .isEqualTo(
                            stack.value("ArrivalMode").equals("queue")
                                    ? Stream.concat(always.stream(), Stream.of("ArrivalQueueAlarm"))
                                            .collect(toSet())
                                    : always);
            assertThat(resources.all("AWS::CloudWatch::Alarm"))
                    .allSatisfy(alarm -> assertThat(
                                    alarm.path("AlarmActions").valueStream().map(JsonNode::asText))
                            .isEqualTo(Stream.of(stack.value("AlarmTopicArn"))
                                    .filter(topic -> !topic.isEmpty())
                                    .toList()));
        });
    }

    @Test
    void everyRouteCallsTheAliasAndAsksForTheModesAuthorizer() {
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
    void theGatewayMayCallTheAliasOfTheNewestVersion() {
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
    void theSourceIsReadOnlyIfItsBucketIsNamed() {
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
    void nothingIsLeftUndecidedAndNoReferenceLeadsNowhere() {
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

    /** Each pair of values is in one of them. */
    @Test
    void cfnLintFindsNothingInExpandedTemplates() {
        List<Stack> stacks = IntStream.of(0b000000, 0b111000, 0b100110, 0b010101, 0b001011, 0b111111)
                .mapToObj(ExpandedTemplateTest::stack)
                .toList();
        assertThat(Expansion.lint(stacks))
                .allSatisfy(findings -> assertThat(findings).isEmpty());
    }

    /**
     * Published although nothing has changed, Lambda would refuse it; and what is not published, the API does not have.
     */
    @Test
    void aParameterMakesANewVersionIfItChangesTheFunction() {
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
    void newCodeMakesANewVersion() {
        Stack stack = Stack.standard();
        List<JsonNode> expanded = Expansion.of(List.of(stack, stack.withCode("s3://bucket/next.zip")));
        assertThat(expanded.stream().map(ExpandedTemplateTest::version)).doesNotHaveDuplicates();
    }

    @Test
    void samLocalMeetsNoAuthorizerAndBinaryBodies() {
        Stack tokens = stack(0b010000).local();
        assertThat(Expansion.of(List.of(tokens, stack(0b100000).local()))).allSatisfy(template -> {
            JsonNode api = new Resources(template).properties("HttpApi").path("Body");
            assertThat(api.at("/components/securitySchemes").isEmpty()).isTrue();
            assertThat(api.path("x-amazon-apigateway-binary-media-types").toString())
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

    /** One bit for each choice, the first one the highest. */
    private static Stack stack(int bits) {
        Stack stack = Stack.standard();
        for (int i = 0; i < CHOICES.size(); i++) {
            int bit = bits >> (CHOICES.size() - 1 - i) & 1;
            stack = stack.with(
                    CHOICES.get(i).getKey(), CHOICES.get(i).getValue().get(bit));
        }
        return stack.value("JwtIssuer").isEmpty() ? stack : stack.with("JwtAudience", "uploads,scans");
    }

    /** A value that the parameter allows and does not have by default. */
    private static String otherValue(String name) {
        JsonNode parameter = SamTemplate.read().parameter(name);
        String value = parameter.path("Default").asText();
        String other = Stream.concat(
                        SamTemplate.texts(parameter.path("AllowedValues"))
                                .filter(allowed -> !allowed.isEmpty() && !allowed.equals(value)),
                        Stream.of(Expansion.SECRET + "2", TOPIC, "7", "https://login.example.com", "other-value"))
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

    private static String arrivalFunction(Stack stack) {
        return stack.value("ArrivalMode").equals("queue") ? "QueueFunction" : "S3Function";
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
