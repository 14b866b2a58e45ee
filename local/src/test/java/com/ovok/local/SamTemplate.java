package com.ovok.local;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The project's {@code template.yaml}. Short tags are dropped: {@code !GetAtt Inbox.Arn} reads as {@code Inbox.Arn},
 * {@code !Sub ${Inbox.Arn}/*} as {@code ${Inbox.Arn}/*}.
 */
public final class SamTemplate {
    static final Path ROOT = Path.of(requireNonNull(System.getProperty("root.directory")));

    /** What CloudFormation leaves out. */
    private static final String NO_VALUE = "AWS::NoValue";

    private final JsonNode root;

    private SamTemplate(JsonNode root) {
        this.root = root;
    }

    /** Returns the template as CloudFormation deploys it, without what is there for {@code sam local} alone. */
    public static SamTemplate read() {
        return parse().with("AWS::URLSuffix", "amazonaws.com");
    }

    /** Returns the template as {@code sam local} reads it. */
    static SamTemplate readLocal() {
        return parse().with("AWS::URLSuffix", "localhost");
    }

    private static SamTemplate parse() {
        try {
            return new SamTemplate(
                    new YAMLMapper().readTree(ROOT.resolve("template.yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left of the template for a value of a parameter, once its conditions are known. */
    SamTemplate with(String parameter, String value) {
        Map<String, Boolean> conditions = root.path("Conditions").properties().stream()
                .filter(condition -> condition.getValue().path(0).asText().equals(parameter))
                .collect(toMap(
                        Map.Entry::getKey,
                        condition -> condition.getValue().path(1).asText().equals(value)));
        return new SamTemplate(settled(root, withCombined(conditions)));
    }

    /** Adds the conditions that require another which does not hold. */
    private Map<String, Boolean> withCombined(Map<String, Boolean> conditions) {
        Map<String, Boolean> all = new HashMap<>(conditions);
        root.path("Conditions").properties().stream()
                .filter(condition -> condition
                        .getValue()
                        .valueStream()
                        .anyMatch(part -> Boolean.FALSE.equals(conditions.get(part.asText()))))
                .forEach(condition -> all.put(condition.getKey(), false));
        return all;
    }

    /** A copy in which each list that reads like {@code !If [condition, then, else]} has become what it stands for. */
    private static JsonNode settled(JsonNode node, Map<String, Boolean> conditions) {
        if (node.isArray()) {
            Boolean holds = conditions.get(node.path(0).asText());
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> list.add(settled(element, conditions)));
            return holds == null ? list : list.path(holds ? 1 : 2);
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        node.properties().stream()
                .filter(field -> conditions.getOrDefault(
                        field.getValue().path("Condition").asText(), true))
                .forEach(field -> object.set(field.getKey(), settled(field.getValue(), conditions)));
        return object;
    }

    Set<String> resources() {
        return root.path("Resources").properties().stream()
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    /** Every text in the resources and outputs. */
    Stream<String> texts() {
        return Stream.of(root.path("Resources"), root.path("Outputs")).flatMap(SamTemplate::leaves);
    }

    private static Stream<String> leaves(JsonNode node) {
        return node.isContainerNode() ? node.valueStream().flatMap(SamTemplate::leaves) : Stream.of(node.asText());
    }

    Set<String> outputs() {
        return root.path("Outputs").properties().stream().map(Map.Entry::getKey).collect(toSet());
    }

    /** Returns the names of the parameters, in the order in which SAM asks for them. */
    List<String> parameters() {
        return root.path("Parameters").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    JsonNode parameter(String name) {
        return root.at("/Parameters/" + name);
    }

    /** Returns a resource; missing if the template has none of this name. */
    public JsonNode resource(String id) {
        return root.at("/Resources/" + id);
    }

    String type(String id) {
        return resource(id).path("Type").asText();
    }

    /** The properties of every resource of a type, by logical id. */
    public Map<String, JsonNode> all(String type) {
        return root.path("Resources").properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals(type))
                .collect(
                        toMap(Map.Entry::getKey, resource -> resource.getValue().path("Properties")));
    }

    Map<String, JsonNode> functions() {
        return all("AWS::Serverless::Function");
    }

    /** A function's property, or else the one all functions share. */
    JsonNode property(JsonNode function, String name) {
        JsonNode shared = root.at("/Globals/Function").path(name);
        return function.has(name) ? function.path(name) : shared;
    }

    /** Returns a function's properties by name, those of all functions included. */
    Set<String> properties(JsonNode function) {
        return Stream.of(root.at("/Globals/Function"), function)
                .flatMap(owner -> owner.properties().stream())
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    /** Returns a function's environment variables that the stack has, those of all functions included. */
    Map<String, String> environment(JsonNode function) {
        return variables(function)
                .filter(variable -> !variable.getValue().asText().equals(NO_VALUE))
                .collect(
                        toMap(Map.Entry::getKey, variable -> variable.getValue().asText()));
    }

    /** Returns the names of the variables that the stack does not have, and that {@code sam local} can be told. */
    Set<String> localVariables(JsonNode function) {
        return variables(function)
                .filter(variable -> variable.getValue().asText().equals(NO_VALUE))
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    private Stream<Map.Entry<String, JsonNode>> variables(JsonNode function) {
        return Stream.of(root.at("/Globals/Function"), function)
                .flatMap(owner -> owner.at("/Environment/Variables").properties().stream());
    }

    /** Every event source of a type, whichever function it belongs to. */
    List<JsonNode> events(String type) {
        return functions().values().stream()
                .flatMap(function -> function.path("Events").valueStream())
                .filter(event -> event.path("Type").asText().equals(type))
                .map(event -> event.path("Properties"))
                .toList();
    }

    /** Every statement of every policy, trust policies included. */
    List<JsonNode> statements() {
        return root.path("Resources").findValues("Statement").stream()
                .flatMap(JsonNode::valueStream)
                .toList();
    }

    /** What a role may do, as "action on resource". */
    List<String> grants(String role) {
        Stream<JsonNode> inline = resource(role).at("/Properties/Policies").valueStream();
        Stream<JsonNode> attached = all("AWS::IAM::RolePolicy").values().stream()
                .filter(policy -> policy.path("RoleName").asText().equals(role));
        return Stream.concat(inline, attached)
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").valueStream())
                .flatMap(statement -> texts(statement.path("Action"))
                        .flatMap(action -> texts(statement.path("Resource")).map(on -> action + " on " + on)))
                .toList();
    }

    /** The texts of a node that holds one or a list of them. */
    static Stream<String> texts(JsonNode node) {
        return node.isArray() ? node.valueStream().map(JsonNode::asText) : Stream.of(node.asText());
    }
}
