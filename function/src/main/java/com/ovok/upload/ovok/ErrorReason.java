package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the reason from the body of an error response. Supports NestJS, FHIR's OperationOutcome, problem+json, OAuth,
 * and lists of errors.
 *
 * @see <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-5.2">RFC 6749, error response</a>
 */
final class ErrorReason {
    /** Levels of objects and arrays; the deepest format has seven. */
    private static final int MAX_DEPTH = 50;

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build());

    /** Names of fields in descending order of detail. A list is used only if the lists before it have no text. */
    private static final List<List<String>> FIELDS = List.of(
            List.of(
                    "message",
                    "detail",
                    "error_description",
                    "errors",
                    "issue",
                    "details",
                    "diagnostics",
                    "text",
                    "msg",
                    "reason",
                    "description",
                    "constraints",
                    "children",
                    "invalid-params"),
            List.of("title"),
            List.of("error"),
            List.of("coding", "display"),
            List.of("severity", "code"));

    /** The codes of OAuth and FHIR with which a sign-in can fail. */
    private static final Set<String> SIGN_IN_CODES = Set.of(
            "access_denied",
            "invalid_client",
            "invalid_grant",
            "invalid_request",
            "invalid_scope",
            "server_error",
            "temporarily_unavailable",
            "unauthorized_client",
            "unsupported_grant_type",
            "expired",
            "forbidden",
            "invalid",
            "login",
            "not-found",
            "required",
            "security",
            "suppressed",
            "throttled",
            "unknown",
            "value");

    private ErrorReason() {}

    /** Returns the server's text, which can quote the request; empty if it has none. */
    static Optional<String> words(@Nullable String body) {
        return Optional.of(outside(json(body)).distinct().collect(Collectors.joining("; ")))
                .filter(words -> !words.isEmpty());
    }

    /** Returns a code that a standard defines, and that therefore quotes nothing; empty if there is none. */
    static Optional<String> signInCode(@Nullable String body) {
        JsonNode json = json(body);
        return Stream.of("error", "code")
                .flatMap(name -> json.findValuesAsText(name).stream())
                .filter(SIGN_IN_CODES::contains)
                .findFirst();
    }

    /** Returns a missing node for a gateway's page, and for a body that is cut off or nested too deeply. */
    private static JsonNode json(@Nullable String body) {
        try {
            return JSON.readTree(body == null ? "" : body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Skips the fields that do not describe the error. */
    private static Stream<String> outside(JsonNode node) {
        if (node.isArray()) {
            return node.valueStream().flatMap(ErrorReason::outside);
        }
        return node.isObject() ? told(node) : text(node);
    }

    private static Stream<String> told(JsonNode object) {
        return FIELDS.stream()
                .map(names -> names.stream()
                        .flatMap(name -> inside(object.path(name)))
                        .toList())
                .filter(words -> !words.isEmpty())
                .findFirst()
                .stream()
                .flatMap(List::stream);
    }

    /** Within an error's description, fields of any name count, for example the names of the request's fields. */
    private static Stream<String> inside(JsonNode node) {
        if (node.isObject() && FIELDS.stream().flatMap(List::stream).anyMatch(node::has)) {
            return told(node);
        }
        return node.isContainerNode() ? node.valueStream().flatMap(ErrorReason::inside) : text(node);
    }

    private static Stream<String> text(JsonNode scalar) {
        String text = scalar.isBoolean() ? "" : scalar.asText("").strip();
        return text.isEmpty() ? Stream.of() : Stream.of(text);
    }
}
