package com.ovok.local.ovok;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;

/** An error in NestJS's format: one message, or an array of them from its validation. */
final class ApiException extends Exception {
    private final int status;
    private final List<String> messages;

    private ApiException(int status, List<String> messages) {
        super(String.join("; ", messages));
        this.status = status;
        this.messages = messages;
    }

    static ApiException unauthorized() {
        return new ApiException(HttpStatus.SC_UNAUTHORIZED, List.of("Unauthorized"));
    }

    static ApiException notFound(String message) {
        return new ApiException(HttpStatus.SC_NOT_FOUND, List.of(message));
    }

    static ApiException badRequest(String message) {
        return new ApiException(HttpStatus.SC_BAD_REQUEST, List.of(message));
    }

    static ApiException invalid(List<String> violations) {
        return new ApiException(HttpStatus.SC_UNPROCESSABLE_CONTENT, violations);
    }

    int status() {
        return status;
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("statusCode", status);
        if (status == HttpStatus.SC_UNPROCESSABLE_CONTENT) {
            ArrayNode array = json.putArray("message");
            messages.forEach(array::add);
        } else {
            json.put("message", getMessage());
        }
        if (status != HttpStatus.SC_UNAUTHORIZED) {
            json.put("error", EnglishReasonPhraseCatalog.INSTANCE.getReason(status, null));
        }
        return json;
    }
}
