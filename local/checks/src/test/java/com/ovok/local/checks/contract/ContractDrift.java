package com.ovok.local.checks.contract;

import static com.ovok.local.checks.contract.Change.breaking;
import static com.ovok.local.checks.contract.Change.compatible;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the operations that the function uses with a description of the vendor's. Operations of the vendor's that we
 * do not use are ignored. The library openapi-diff does not serve here: it misses changed types in OpenAPI 3.1.
 *
 * @see <a href="https://github.com/OpenAPITools/openapi-diff/issues/745">openapi-diff: types of 3.1</a>
 */
final class ContractDrift {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    /** The two names of one operation; OVOK_DOCUMENT_PATH chooses. */
    private static final Map<String, String> TWINS =
            Map.of("POST /documentdev", "POST /document", "POST /document", "POST /documentdev");

    private final List<Change> changes = new ArrayList<>();
    private final JsonNode ours;
    private final JsonNode vendors;

    private ContractDrift(JsonNode ours, JsonNode vendors) {
        this.ours = ours;
        this.vendors = vendors;
    }

    static List<Change> between(JsonNode ours, JsonNode vendors) {
        ContractDrift drift = new ContractDrift(ours, vendors);
        Map<String, JsonNode> theirs = operations(vendors);
        operations(ours).forEach((name, operation) -> drift.compare(name, operation, theirs));
        return List.copyOf(drift.changes);
    }

    private void compare(String name, JsonNode operation, Map<String, JsonNode> theirs) {
        JsonNode other = theirs.get(name);
        if (other != null) {
            compare(name, operation, other);
        } else if (theirs.containsKey(TWINS.getOrDefault(name, ""))) {
            changes.add(compatible(name, "is missing, " + TWINS.get(name) + " is the same operation"));
        } else {
            changes.add(breaking(name, "is missing"));
        }
    }

    private void compare(String name, JsonNode operation, JsonNode other) {
        compareSecurity(name, operation, other);
        compareParameters(name, other);
        compareRequests(name, body(ours, operation.path("requestBody")), body(vendors, other.path("requestBody")));
        compareStatuses(name, operation.path("responses"), other.path("responses"));
    }

    private void compareSecurity(String name, JsonNode operation, JsonNode other) {
        boolean signedIn = isSecured(ours, operation);
        if (signedIn != isSecured(vendors, other)) {
            changes.add(new Change(!signedIn, name, signedIn ? "needs no token any more" : "needs a token"));
        }
    }

    private void compareParameters(String name, JsonNode other) {
        other.path("parameters")
                .valueStream()
                .map(parameter -> Schema.resolve(vendors, parameter))
                .filter(parameter -> !parameter.path("in").asText().equals("path"))
                .forEach(parameter -> changes.add(new Change(
                        parameter.path("required").asBoolean(),
                        name,
                        "parameter " + parameter.path("name").asText() + " is new")));
    }

    private void compareRequests(String name, JsonNode body, JsonNode other) {
        if (body.isMissingNode()) {
            boolean required = Schema.resolve(vendors, other).path("required").asBoolean();
            if (!other.isMissingNode()) {
                changes.add(new Change(required, name, "request body is new"));
            }
        } else if (other.isMissingNode()) {
            changes.add(breaking(name, "takes no JSON body any more"));
        } else {
            changes.addAll(
                    SchemaDrift.ofRequest(name + " request", new Schema(ours, body), new Schema(vendors, other)));
        }
    }

    private void compareStatuses(String name, JsonNode responses, JsonNode others) {
        others.properties().stream()
                .filter(status -> !responses.has(status.getKey()))
                .forEach(status -> changes.add(compatible(name, "response " + status.getKey() + " is new")));
        if (others.properties().stream().noneMatch(status -> status.getKey().startsWith("2"))) {
            changes.add(breaking(name, "has no successful response"));
        }
        responses.properties().forEach(status -> compareResponses(name, status, others));
    }

    /** Any 2xx is a success to the function, so another success takes the place of a missing one. */
    private void compareResponses(String name, Map.Entry<String, JsonNode> status, JsonNode others) {
        JsonNode other = others.path(status.getKey());
        if (other.isMissingNode()) {
            changes.add(compatible(name, "response " + status.getKey() + " is missing"));
            other = status.getKey().startsWith("2") ? success(others) : other;
        }
        JsonNode body = body(ours, status.getValue());
        JsonNode otherBody = body(vendors, other);
        String where = name + " response " + status.getKey();
        if (!otherBody.isMissingNode()) {
            changes.addAll(SchemaDrift.ofResponse(where, new Schema(ours, body), new Schema(vendors, otherBody)));
        } else if (status.getKey().startsWith("2") && !body.isMissingNode()) {
            changes.add(breaking(where, "has no JSON body"));
        }
    }

    private static JsonNode success(JsonNode responses) {
        return responses.properties().stream()
                .filter(status -> status.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static JsonNode body(JsonNode document, JsonNode owner) {
        return Schema.resolve(document, owner).at("/content/application~1json/schema");
    }

    private static boolean isSecured(JsonNode document, JsonNode operation) {
        JsonNode security = operation.has("security") ? operation.path("security") : document.path("security");
        return !security.isEmpty() && security.valueStream().noneMatch(JsonNode::isEmpty);
    }

    /** Returns the operations by method and path, the names of the path's parameters left out. */
    static Map<String, JsonNode> operations(JsonNode document) {
        return document.path("paths").properties().stream()
                .flatMap(path -> operations(path.getKey(), path.getValue()))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first, TreeMap::new));
    }

    private static Stream<Map.Entry<String, JsonNode>> operations(String path, JsonNode item) {
        String shape = path.replaceAll("\\{[^}]*}", "{}");
        return item.properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .map(operation ->
                        Map.entry(operation.getKey().toUpperCase(Locale.ROOT) + " " + shape, operation.getValue()));
    }
}
