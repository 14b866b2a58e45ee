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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The project's {@code template.yaml}. Short tags are dropped: {@code !GetAtt Inbox.Arn} becomes {@code Inbox.Arn},
 * {@code !Sub ${Inbox.Arn}/*} becomes {@code ${Inbox.Arn}/*}.
 */
public final class SamTemplate {
    public static final Path ROOT = Path.of(requireNonNull(System.getProperty("root.directory")));

    /** CloudFormation removes properties with this value. */
    private static final String NO_VALUE = "AWS::NoValue";

    private final JsonNode root;

    /** The parameters whose values are decided. */
    private final Map<String, String> decided;

    private SamTemplate(JsonNode root, Map<String, String> decided) {
        this.root = root;
        this.decided = Map.copyOf(decided);
    }

    /** Returns the template as CloudFormation deploys it, without the parts for {@code sam local}. */
    public static SamTemplate read() {
        return parse().with("AWS::URLSuffix", "amazonaws.com");
    }

    /** Returns the template as {@code sam local} reads it. */
    public static SamTemplate readLocal() {
        return parse().with("AWS::URLSuffix", "localhost");
    }

    private static SamTemplate parse() {
        try {
            String yaml = withFunctions(Files.readString(ROOT.resolve("template.yaml")));
            return new SamTemplate(new YAMLMapper().readTree(yaml), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps the short tags of the conditions, as the first element of their lists. */
    private static String withFunctions(String yaml) {
        int from = yaml.indexOf("\nConditions:");
        int to = yaml.indexOf("\nGlobals:");
        String conditions = yaml.substring(from, to)
                .replaceAll("!(Equals|Not|And|Or) \\[", "[$1, ")
                .replaceAll("!Condition (\\w+)", "[Condition, $1]");
        return yaml.substring(0, from) + conditions + yaml.substring(to);
    }

    /** Returns the template for a value of a parameter, with its conditions applied. */
    public SamTemplate with(String parameter, String value) {
        Map<String, String> values = new HashMap<>(decided);
        values.put(parameter, value);
        Map<String, Boolean> conditions = new HashMap<>();
        root.path("Conditions")
                .properties()
                .forEach(condition -> holds(condition.getValue(), values)
                        .ifPresent(holds -> conditions.put(condition.getKey(), holds)));
        return new SamTemplate(settled(root, conditions), values);
    }

    /** Returns whether a condition holds; empty as long as that depends on other parameters. */
    private Optional<Boolean> holds(JsonNode condition, Map<String, String> values) {
        return switch (condition.path(0).asText()) {
            case "Equals" ->
                Optional.ofNullable(values.get(condition.path(1).asText()))
                        .map(condition.path(2).asText()::equals);
            case "Not" -> holds(condition.path(1), values).map(holds -> !holds);
            case "And" -> combined(condition, values, false);
            case "Or" -> combined(condition, values, true);
            case "Condition" ->
                holds(root.path("Conditions").path(condition.path(1).asText()), values);
            default -> throw new IllegalArgumentException("not a condition: " + condition);
        };
    }

    /** One part that is {@code decisive} is enough; without one, all have to be known. */
    private Optional<Boolean> combined(JsonNode condition, Map<String, String> values, boolean decisive) {
        List<Optional<Boolean>> parts =
                condition.valueStream().skip(1).map(part -> holds(part, values)).toList();
        if (parts.contains(Optional.of(decisive))) {
            return Optional.of(decisive);
        }
        return parts.contains(Optional.<Boolean>empty()) ? Optional.empty() : Optional.of(!decisive);
    }

    /** Returns a copy in which each list of the form {@code !If [condition, then, else]} is replaced by its result. */
    private static JsonNode settled(JsonNode node, Map<String, Boolean> conditions) {
        if (node.isArray()) {
            Boolean holds = conditions.get(node.path(0).asText());
            return holds == null ? elements(node, conditions) : settled(node.path(holds ? 1 : 2), conditions);
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

    private static ArrayNode elements(JsonNode node, Map<String, Boolean> conditions) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (JsonNode element : node) {
            JsonNode settled = settled(element, conditions);
            boolean leftOut = element.isArray() && settled.asText().equals(NO_VALUE);
            if (!leftOut) {
                list.add(settled);
            }
        }
        return list;
    }

    public Set<String> resources() {
        return root.path("Resources").properties().stream()
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    /** Returns every text in the resources and outputs. */
    public Stream<String> texts() {
        return Stream.of(root.path("Resources"), root.path("Outputs")).flatMap(SamTemplate::leaves);
    }

    private static Stream<String> leaves(JsonNode node) {
        return node.isContainerNode() ? node.valueStream().flatMap(SamTemplate::leaves) : Stream.of(node.asText());
    }

    public Set<String> outputs() {
        return root.path("Outputs").properties().stream().map(Map.Entry::getKey).collect(toSet());
    }

    /** Returns the names of the parameters, in the order in which SAM asks for them. */
    public List<String> parameters() {
        return root.path("Parameters").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    public JsonNode parameter(String name) {
        return root.at("/Parameters/" + name);
    }

    /** Returns a resource; missing if the template has none of this name. */
    public JsonNode resource(String id) {
        return root.at("/Resources/" + id);
    }

    public String type(String id) {
        return resource(id).path("Type").asText();
    }

    /** Returns the properties of all resources of a type, by logical id. */
    public Map<String, JsonNode> all(String type) {
        return root.path("Resources").properties().stream()
                .filter(resource -> resource.getValue().path("Type").asText().equals(type))
                .collect(
                        toMap(Map.Entry::getKey, resource -> resource.getValue().path("Properties")));
    }

    public Map<String, JsonNode> functions() {
        return all("AWS::Serverless::Function");
    }

    /** Returns a function's own property, otherwise the global one. */
    public JsonNode property(JsonNode function, String name) {
        JsonNode shared = root.at("/Globals/Function").path(name);
        return function.has(name) ? function.path(name) : shared;
    }

    /** Returns a function's properties by name, including the global ones. */
    public Set<String> properties(JsonNode function) {
        return Stream.of(root.at("/Globals/Function"), function)
                .flatMap(owner -> owner.properties().stream())
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    /** Returns a function's environment variables in a stack, including the global ones. */
    public Map<String, String> environment(JsonNode function) {
        return variables(function)
                .filter(variable -> !variable.getValue().asText().equals(NO_VALUE))
                .collect(
                        toMap(Map.Entry::getKey, variable -> variable.getValue().asText()));
    }

    /** Returns the names of the variables that only {@code sam local} sets. */
    public Set<String> localVariables(JsonNode function) {
        return variables(function)
                .filter(variable -> variable.getValue().asText().equals(NO_VALUE))
                .map(Map.Entry::getKey)
                .collect(toSet());
    }

    private Stream<Map.Entry<String, JsonNode>> variables(JsonNode function) {
        return Stream.of(root.at("/Globals/Function"), function)
                .flatMap(owner -> owner.at("/Environment/Variables").properties().stream());
    }

    /** Returns all event sources of a type. */
    public List<JsonNode> events(String type) {
        return functions().values().stream()
                .flatMap(function -> function.path("Events").valueStream())
                .filter(event -> event.path("Type").asText().equals(type))
                .map(event -> event.path("Properties"))
                .toList();
    }

    /** Returns all statements of all policies, including trust policies. */
    public List<JsonNode> statements() {
        return root.path("Resources").findValues("Statement").stream()
                .flatMap(JsonNode::valueStream)
                .toList();
    }

    /** Returns what a role may do, as "action on resource". */
    public List<String> grants(String role) {
        Stream<JsonNode> inline = resource(role).at("/Properties/Policies").valueStream();
        Stream<JsonNode> attached = all("AWS::IAM::RolePolicy").values().stream()
                .filter(policy -> policy.path("RoleName").asText().equals(role));
        return Stream.concat(inline, attached)
                .flatMap(policy -> policy.at("/PolicyDocument/Statement").valueStream())
                .flatMap(statement -> texts(statement.path("Action"))
                        .flatMap(action -> texts(statement.path("Resource")).map(on -> action + " on " + on)))
                .toList();
    }

    /** Returns the texts of a node that is a text or a list of texts. */
    public static Stream<String> texts(JsonNode node) {
        return node.isArray() ? node.valueStream().map(JsonNode::asText) : Stream.of(node.asText());
    }
}
