package com.ovok.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** Captures standard output until it is closed. */
public final class LogCapture implements AutoCloseable {
    private final PrintStream before = System.out;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public LogCapture() {
        System.setOut(new PrintStream(bytes, true, UTF_8));
    }

    public String text() {
        return bytes.toString(UTF_8);
    }

    /** Returns the output since the previous call. */
    public String taken() {
        String text = text();
        bytes.reset();
        return text;
    }

    /** Returns all lines, each of which must be JSON. */
    public List<JsonNode> lines() {
        return text().lines().map(LogCapture::parsed).toList();
    }

    private static JsonNode parsed(String line) {
        try {
            return new JsonMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + line, e);
        }
    }

    @Override
    public void close() {
        System.setOut(before);
    }
}
