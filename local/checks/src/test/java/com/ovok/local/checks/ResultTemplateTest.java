package com.ovok.local.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import com.ovok.local.checks.Expansion.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the template allows the functions for each way to deliver results. */
class ResultTemplateTest {
    private static final String BUS = "arn:aws:events:eu-central-1:123456789012:event-bus/documents";
    private static final List<Stack> STACKS = stacks();
    private static List<JsonNode> templates = List.of();

    @BeforeAll
    static void expand() {
        templates = Expansion.of(STACKS);
    }

    private static List<Stack> stacks() {
        List<Stack> stacks = new ArrayList<>();
        for (String mode : List.of("direct", "queue", "eventbridge")) {
            for (String bus : List.of("", BUS)) {
                for (String onObject : List.of("none", "annotation", "tags")) {
                    for (String after : List.of("keep", "delete", "move")) {
                        stacks.add(Stack.standard()
                                .with("ArrivalMode", mode)
                                .with("ResultEventBusArn", bus)
                                .with("ResultOnObject", onObject)
                                .with("AfterCompletion", after));
                    }
                }
            }
        }
        return stacks;
    }

    @Test
    void tellsEachFunctionItsSettings() {
        forEveryStack((stack, template) -> {
            assertThat(variable(template, arrivalFunction(stack), "RESULT_EVENT_BUS"))
                    .isEqualTo(stack.value("ResultEventBusArn"));
            assertThat(variable(template, "HttpApiFunction", "RESULT_EVENT_BUS"))
                    .isEqualTo(stack.value("ResultEventBusArn"));
            assertThat(variable(template, arrivalFunction(stack), "RESULT_ON_OBJECT"))
                    .isEqualTo(stack.value("ResultOnObject"));
            String after = stack.value("AfterCompletion");
            assertThat(variable(template, arrivalFunction(stack), "AFTER_COMPLETION"))
                    .isEqualTo(after.equals("move") ? "move:completed/" : after);
            assertThat(variable(template, "HttpApiFunction", "AFTER_COMPLETION"))
                    .as("requests change no objects")
                    .isEmpty();
        });
    }

    @Test
    void allowsExactlyWhatTheSettingsNeed() {
        forEveryStack((stack, template) -> {
            Set<String> needed = new TreeSet<>();
            if (stack.value("ResultOnObject").equals("annotation")) {
                needed.add("s3:PutObjectAnnotation");
            }
            if (stack.value("ResultOnObject").equals("tags")
                    || stack.value("AfterCompletion").equals("move")) {
                needed.addAll(Set.of("s3:GetObjectTagging", "s3:GetObjectVersionTagging", "s3:PutObjectTagging"));
            }
            if (stack.value("ResultOnObject").equals("tags")) {
                needed.add("s3:PutObjectVersionTagging");
            }
            if (stack.value("AfterCompletion").equals("move")) {
                needed.add("s3:PutObject");
            }
            if (!stack.value("AfterCompletion").equals("keep")) {
                needed.addAll(Set.of("s3:DeleteObject", "s3:DeleteObjectVersion"));
            }
            assertThat(actions(template, "ChangeObjects")).isEqualTo(needed);
            assertThat(roles(template, "ChangeObjects"))
                    .isEqualTo(needed.isEmpty() ? List.of() : List.of(arrivalFunction(stack) + "Role"));
        });
    }

    @Test
    void allowsAllFunctionsToPublishIfThereIsABus() {
        forEveryStack((stack, template) -> {
            boolean publishes = !stack.value("ResultEventBusArn").isEmpty();
            assertThat(actions(template, "PublishResults"))
                    .isEqualTo(publishes ? Set.of("events:DescribeEventBus", "events:PutEvents") : Set.of());
            assertThat(roles(template, "PublishResults"))
                    .isEqualTo(publishes ? List.of(arrivalFunction(stack) + "Role", "HttpApiFunctionRole") : List.of());
        });
    }

    @Test
    void isCleanForCfnLint() {
        List<Stack> busiest = STACKS.stream()
                .filter(stack -> !stack.value("ResultEventBusArn").isEmpty())
                .filter(stack -> stack.value("ArrivalMode").equals("queue"))
                .filter(stack -> stack.value("AfterCompletion").equals("move"))
                .toList();
        assertThat(Expansion.lint(busiest))
                .allSatisfy(findings -> assertThat(findings).isEmpty());
    }

    private static void forEveryStack(BiConsumer<Stack, JsonNode> check) {
        for (int i = 0; i < STACKS.size(); i++) {
            JsonNode template = templates.get(i);
            assertThat(STACKS.get(i)).satisfies(stack -> check.accept(stack, template));
        }
    }

    private static Set<String> actions(JsonNode template, String policy) {
        Set<String> actions = new TreeSet<>();
        template.at("/Resources/" + policy + "/Properties/PolicyDocument/Statement")
                .forEach(
                        statement -> SamTemplate.texts(statement.path("Action")).forEach(actions::add));
        return actions;
    }

    private static List<String> roles(JsonNode template, String policy) {
        return template.at("/Resources/" + policy + "/Properties/Roles").findValuesAsText("Ref");
    }

    private static String variable(JsonNode template, String function, String name) {
        return template.at("/Resources/" + function + "/Properties/Environment/Variables/" + name)
                .asText();
    }

    private static String arrivalFunction(Stack stack) {
        return switch (stack.value("ArrivalMode")) {
            case "queue" -> "QueueFunction";
            case "eventbridge" -> "EventBridgeFunction";
            default -> "S3Function";
        };
    }
}
