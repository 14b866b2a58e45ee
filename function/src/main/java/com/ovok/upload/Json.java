package com.ovok.upload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Reads events and writes responses as JSON; fields that are null are omitted. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** Parses an event. Drops the parser's message, because it quotes the input. */
    public static JsonNode read(InputStream input) throws IOException {
        try {
            return MAPPER.readTree(input);
        } catch (JsonProcessingException | CharConversionException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The event is not JSON.");
        }
    }

    /** Parses a request's body. Drops the parser's message, because it quotes the input. */
    public static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The body is not JSON.");
        }
    }

    /** Parses a queue message. Drops the parser's message, because it quotes the input. */
    public static JsonNode read(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The message is not JSON.");
        }
    }

    /** Returns the JSON of a value as a tree. */
    public static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static void write(Object value, OutputStream output) throws IOException {
        MAPPER.writeValue(output, value);
    }

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A response cannot be written as JSON.", e);
        }
    }
}
