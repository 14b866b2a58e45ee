package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventBridgeEventTest {
    private static final Path SAMPLE =
            Path.of(System.getProperty("root.directory"), "events", "eventbridge-object-created.json");

    private EventBridgeEvent event;

    @BeforeEach
    void read() throws Exception {
        event = (EventBridgeEvent) LocalEvent.read(SAMPLE);
    }

    @Test
    void findsTheObjectWithItsKeyAsItIs() {
        assertThat(event.arrivals()).singleElement().satisfies(arrival -> {
            assertThat(arrival.bucket()).isEqualTo("ovok-inbox");
            assertThat(arrival.key()).isEqualTo("scans/2026/cat 1+2 %.png");
            assertThat(arrival.versionId()).contains("Yk7mQ2vR9sT4wX1zB6cD3eF8gH5jK0nL");
        });
        assertThat(event.buckets()).containsExactly("ovok-inbox");
    }

    @Test
    void becomesTheArrivalOfAFile() throws Exception {
        event.narrowTo("ä b+c%.pdf");
        event.arrivals().getFirst().complete(3_000_000_000L, "abc");

        JsonNode object = event.json().at("/detail/object");
        assertThat(object.path("key").asText()).isEqualTo("scans/2026/ä b+c%.pdf");
        assertThat(object.path("size").asLong()).isEqualTo(3_000_000_000L);
        assertThat(object.path("etag").asText()).isEqualTo("abc");
        assertThat(object.has("eTag")).isFalse();
    }

    @Test
    void leavesOtherEventsToTheFunction() {
        event.json().put("detail-type", "Object Deleted");

        assertThat(event.arrivals()).isEmpty();
        assertThatThrownBy(() -> event.narrowTo("a.pdf")).isInstanceOf(ExitException.class);
    }

    @Test
    void takesNoFolderForAFile() {
        ((ObjectNode) event.json().at("/detail/object")).put("key", "scans/");

        assertThat(event.arrivals()).isEmpty();
    }
}
