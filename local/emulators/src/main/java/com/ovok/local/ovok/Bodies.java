package com.ovok.local.ovok;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** Parses requests by the contract, and writes responses. */
final class Bodies {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Contract contract = Contract.ofOvok();

    /** Parses a body that must match the schema of this name. */
    JsonNode read(ClassicHttpRequest request, String schema) throws ApiException, IOException {
        JsonNode body = read(request);
        List<String> violations = contract.violations(schema, body);
        if (!violations.isEmpty()) {
            throw ApiException.invalid(violations);
        }
        return body;
    }

    /** Parses the body of a PATCH, an operation outside the contract, because the function does not call it. */
    JsonNode readUpdate(ClassicHttpRequest request) throws ApiException, IOException {
        JsonNode body = read(request);
        var violations = new ArrayList<String>();
        if (body.has("fileName") && body.path("fileName").asText().isEmpty()) {
            violations.add("fileName must be a string that is not empty");
        }
        if (body.has("isPublic") && !body.path("isPublic").isBoolean()) {
            violations.add("isPublic must be a boolean");
        }
        if (!violations.isEmpty()) {
            throw ApiException.invalid(violations);
        }
        return body;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ObjectNode entry(Document document) {
        ObjectNode entry = object().put("id", document.id());
        entry.putObject("meta").put("lastUpdated", document.lastUpdated().toString());
        entry.putObject("author").put("reference", SignIn.PROFILE).put("display", SignIn.PROFILE_NAME);
        entry.put("fileName", document.fileName());
        entry.put("contentType", document.contentType());
        document.publicToken().ifPresent(token -> entry.put("publicToken", token));
        return entry;
    }

    static ClassicHttpResponse response(int status, ObjectNode body) {
        var response = new BasicClassicHttpResponse(status);
        response.setEntity(new StringEntity(body.toString(), ContentType.APPLICATION_JSON));
        return response;
    }

    private static JsonNode read(ClassicHttpRequest request) throws ApiException, IOException {
        HttpEntity entity = request.getEntity();
        ContentType type = entity == null ? null : ContentType.parseLenient(entity.getContentType());
        if (type == null || !type.isSameMimeType(ContentType.APPLICATION_JSON)) {
            throw ApiException.badRequest("The body has to be application/json");
        }
        try {
            return JSON.readTree(entity.getContent().readAllBytes());
        } catch (JsonProcessingException e) {
            throw ApiException.badRequest("The body is not valid JSON");
        }
    }
}
