package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchOperationsEventTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    @ParameterizedTest
    @CsvSource({
        "1.0, cat.png, lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC",
        "2.0, letters/2026/11/Müller + Söhne%20100% 東京.png, ib3OPx3akCl1RXiU4Shsc.gumepyznfE"
    })
    void findsObjectOfTask(String schema, String key, String version) throws Exception {
        BatchOperationsEvent event = sample(schema);
        assertThat(event.arrivals()).singleElement().satisfies(arrival -> {
            assertThat(arrival.bucket()).isEqualTo("ovok-inbox");
            assertThat(arrival.key()).isEqualTo(key);
            assertThat(arrival.versionId()).contains(version);
        });
    }

    @Test
    void becomesTaskOfFile() throws Exception {
        BatchOperationsEvent event = sample("2.0");
        event.narrowTo("ä b+c%.pdf");
        event.arrivals().getFirst().complete(3, "abc");

        JsonNode task = event.json().at("/tasks/0");
        assertThat(task.path("s3Key").asText()).isEqualTo("letters/2026/11/%C3%A4+b%2Bc%25.pdf");
        assertThat(task.has("size")).isFalse();
    }

    @Test
    void leavesEventWithoutTaskToFunction() throws Exception {
        BatchOperationsEvent event = sample("2.0");
        event.json().putArray("tasks");

        assertThat(event.arrivals()).isEmpty();
        assertThatThrownBy(() -> event.narrowTo("a.pdf")).isInstanceOf(ExitException.class);
    }

    @Test
    void returnsEntryOfDocument() throws Exception {
        assertThat(sample("2.0").entries(response("Succeeded", "doc-1")).toString())
                .isEqualTo("[{\"id\":\"doc-1\"}]");
    }

    @Test
    void reportsFailedTask() throws Exception {
        BatchOperationsEvent event = sample("2.0");
        JsonNode failed = response("PermanentFailure", "source-vanished");
        assertThatThrownBy(() -> event.entries(failed))
                .isInstanceOf(ExitException.class)
                .hasMessageContaining("source-vanished");
    }

    private static BatchOperationsEvent sample(String schema) throws Exception {
        Path file = Path.of(System.getProperty("root.directory"), "events", "batch-operations-" + schema + ".json");
        return (BatchOperationsEvent) LocalEvent.read(file);
    }

    private static JsonNode response(String code, String text) {
        ObjectNode response = MAPPER.createObjectNode();
        response.putArray("results").addObject().put("resultCode", code).put("resultString", text);
        return response;
    }
}
