package com.ovok.local.checks.contract;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A schema of an OpenAPI 3.0 or 3.1 description, with references and {@code allOf} resolved. */
record Schema(JsonNode document, JsonNode node) {
    Schema {
        node = resolve(document, node);
    }

    static JsonNode resolve(JsonNode document, JsonNode node) {
        JsonNode resolved = node;
        while (resolved.has("$ref")) {
            String reference = resolved.path("$ref").asText();
            resolved = reference.startsWith("#/") ? document.at(reference.substring(1)) : MissingNode.getInstance();
            if (resolved.isMissingNode()) {
                throw new IllegalArgumentException("The description has no " + reference + ".");
            }
        }
        return resolved;
    }

    /** Returns the JSON types that a value may have; empty if any. */
    Set<String> types() {
        Set<String> types = texts(node.path("type"));
        parts("oneOf", "anyOf", "allOf").forEach(part -> types.addAll(part.types()));
        if (node.path("nullable").asBoolean()) {
            types.add("null");
        }
        if (types.isEmpty() && node.has("properties")) {
            types.add("object");
        }
        return types;
    }

    Map<String, Schema> properties() {
        Map<String, Schema> properties = new TreeMap<>();
        parts("allOf").forEach(part -> properties.putAll(part.properties()));
        node.path("properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), new Schema(document, property.getValue())));
        return properties;
    }

    Set<String> required() {
        Set<String> required = texts(node.path("required"));
        parts("allOf").forEach(part -> required.addAll(part.required()));
        return required;
    }

    Set<String> values() {
        return texts(node.path("enum"));
    }

    String format() {
        return node.path("format").asText();
    }

    int minLength() {
        return node.path("minLength").asInt(0);
    }

    int maxLength() {
        return node.path("maxLength").asInt(Integer.MAX_VALUE);
    }

    /** Returns the schema of an array's elements or of a map's values, of any value if it has none. */
    Schema elements() {
        JsonNode values = node.path("additionalProperties");
        return new Schema(document, node.has("items") || !values.isObject() ? node.path("items") : values);
    }

    boolean hasElements() {
        return node.has("items") || node.path("additionalProperties").isObject();
    }

    private Stream<Schema> parts(String... keywords) {
        return Stream.of(List.of(keywords))
                .flatMap(List::stream)
                .flatMap(keyword -> node.path(keyword).valueStream())
                .map(part -> new Schema(document, part));
    }

    private static Set<String> texts(JsonNode node) {
        Stream<JsonNode> all = node.isArray() ? node.valueStream() : Stream.of(node);
        return all.filter(JsonNode::isValueNode).map(JsonNode::asText).collect(toCollection(TreeSet::new));
    }
}
