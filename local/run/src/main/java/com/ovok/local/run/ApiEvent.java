package com.ovok.local.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A request as API Gateway passes it: of an HTTP API (payload 2.0) or of a REST API. */
record ApiEvent(ObjectNode json) implements LocalEvent {
    private static final JsonMapper MAPPER = new JsonMapper();

    @Override
    public String function() {
        return json.path("version").asText().equals("2.0")
                ? LocalEnvironment.HTTP_API_FUNCTION
                : LocalEnvironment.REST_API_FUNCTION;
    }

    /** Returns the file in the request. */
    byte[] body() throws IOException {
        JsonNode body = json.path("body");
        boolean base64 = json.path("isBase64Encoded").asBoolean();
        return base64 ? body.binaryValue() : body.asText().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public JsonNode entries(JsonNode response) throws ExitException {
        int status = response.path("statusCode").asInt();
        String body = response.path("body").asText();
        if (status != 201) {
            throw ExitException.failed("the function returned " + status + ": " + body);
        }
        try {
            return MAPPER.createArrayNode().add(MAPPER.readTree(body));
        } catch (JsonProcessingException e) {
            throw ExitException.failed("the function returned 201 with a body that is not JSON");
        }
    }
}
