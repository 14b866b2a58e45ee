package com.ovok.local;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The project's {@code template.yaml}. Short tags are dropped: {@code !GetAtt Inbox.Arn} reads as {@code Inbox.Arn},
 * {@code !Sub ${Inbox.Arn}/*} as {@code ${Inbox.Arn}/*}.
 */
final class SamTemplate {
    static final Path ROOT = Path.of(requireNonNull(System.getProperty("root.directory")));

    private final JsonNode root;

    private SamTemplate(JsonNode root) {
        this.root = root;
    }

    static SamTemplate read() {
        try {
            return new SamTemplate(
                    new YAMLMapper().readTree(ROOT.resolve("template.yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode resource(String id) {
        return root.at("/Resources/" + id);
    }

    String type(String id) {
        return resource(id).path("Type").asText();
    }

    /** The properties of every resource of a type, by logical id. */
    Map<String, JsonNode> all(String type) {
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

    Set<String> environment(JsonNode function) {
        Set<String> names = new LinkedHashSet<>();
        Stream.of(root.at("/Globals/Function"), function)
                .flatMap(owner -> owner.at("/Environment/Variables").properties().stream())
                .forEach(variable -> names.add(variable.getKey()));
        return names;
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
