package com.ovok.local.run;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** An event as AWS sends it, recognized by its shape. */
sealed interface LocalEvent permits ArrivalEvent, ApiEvent {
    /** Returns the template's name of the function for such events. */
    String function();

    ObjectNode json();

    /** Returns the {@code FileEntryDto}s in the function's response, as an array. */
    JsonNode entries(JsonNode response) throws ExitException;

    default byte[] bytes() {
        return json().toString().getBytes(StandardCharsets.UTF_8);
    }

    static LocalEvent read(Path file) throws IOException, ExitException {
        JsonNode json;
        try {
            json = new JsonMapper().readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            JsonLocation where = e.getLocation();
            throw ExitException.badInput("-Devent: " + file + " is not JSON from line " + where.getLineNr()
                    + ", column " + where.getColumnNr());
        }
        if (json instanceof ObjectNode object) {
            if (object.has("requestContext")) {
                return new ApiEvent(object);
            }
            if (object.has("detail-type")) {
                return new EventBridgeEvent(object);
            }
            if (object.has("invocationSchemaVersion")) {
                return new BatchOperationsEvent(object);
            }
            if (object.has("Records") || object.path("Event").asText().equals("s3:TestEvent")) {
                return new S3Event(object);
            }
        }
        throw ExitException.badInput(
                "-Devent: " + file + " is not an S3 notification, an event of EventBridge or S3 Batch Operations, or a "
                        + "request to the API");
    }
}
