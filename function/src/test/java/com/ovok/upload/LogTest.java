package com.ovok.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LogTest {
    @AutoClose
    private final LogCapture log = new LogCapture();

    @Test
    void writesEachMessageAsOneLineOfJson() {
        Log.info("first", Map.of("text", "a\nb\"c", "number", 7));
        Log.warn("second", Map.of());

        assertThat(log.lines()).hasSize(2);
        JsonNode first = log.lines().getFirst();
        assertThat(Instant.parse(first.path("timestamp").asText())).isNotNull();
        assertThat(first.path("level").asText()).isEqualTo("INFO");
        assertThat(first.path("message").asText()).isEqualTo("first");
        assertThat(first.path("text").asText()).isEqualTo("a\nb\"c");
        assertThat(first.path("number").asInt()).isEqualTo(7);
        assertThat(log.lines().getLast().path("level").asText()).isEqualTo("WARN");
    }
}
