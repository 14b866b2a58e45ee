package com.ovok.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes each log line as one JSON object to standard output, which Lambda stores unchanged.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html">Lambda's JSON
 *     log format</a>
 */
public final class Log {
    private static final JsonMapper JSON = new JsonMapper();

    private static volatile boolean discarded;

    private Log() {}

    /** Drops the lines of all threads until the result is closed. */
    public static Discard discard() {
        discarded = true;
        return () -> discarded = false;
    }

    /** Ends with {@link #close}. */
    @FunctionalInterface
    public interface Discard extends AutoCloseable {
        @Override
        void close();
    }

    public static void info(String message, Map<String, ?> fields) {
        line("INFO", message, fields);
    }

    public static void warn(String message, Map<String, ?> fields) {
        line("WARN", message, fields);
    }

    private static void line(String level, String message, Map<String, ?> fields) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", Instant.now().toString());
        line.put("level", level);
        line.put("message", message);
        line.putAll(fields);
        try {
            String json = JSON.writeValueAsString(line);
            if (!discarded) {
                System.out.println(json);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A log field cannot be written as JSON.", e);
        }
    }
}
