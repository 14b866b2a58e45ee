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

/** How events are read and answers are written: absent where null. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    private Json() {}

    /** Parses an event; the parser's message stays here, because it quotes the input. */
    public static JsonNode read(InputStream input) throws IOException {
        try {
            return MAPPER.readTree(input);
        } catch (JsonProcessingException | CharConversionException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The event is not JSON.");
        }
    }

    /** Parses a request's body; as above. */
    public static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The body is not JSON.");
        }
    }

    /** Parses a message; as above. */
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

    public static void write(Object answer, OutputStream output) throws IOException {
        MAPPER.writeValue(output, answer);
    }

    public static String write(Object answer) {
        try {
            return MAPPER.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("An answer cannot be written as JSON.", e);
        }
    }
}
