package com.ovok.upload.lambda;

import static com.ovok.upload.Samples.event;
import static com.ovok.upload.WireServer.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects become documents, and under which key they are read. */
class SkippedObjectTest {
    private static final JsonMapper JSON = new JsonMapper();

    @AutoClose
    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running = new RunningApp().healthy();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x_%24folder%24",
                "x_$folder$",
                "a/._scan.pdf",
                ".DS_Store",
                "~%24letter.docx",
                "Thumbs.db",
                "desktop.ini",
                "folder/"
            })
    void skipsAuxiliaryFilesUnread(String key) throws IOException {
        assertThat(handle(key, 0L)).isEmpty();

        assertSkipped();
        assertThat(running.inbox.connections()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-directory,               0",
        "application/x-directory;charset=UTF-8, 0",
        "Application/X-Directory,               0",
        "httpd/unix-directory,                  0",
        "application/x-directory,               "
    })
    void skipsEmptyDirectory(String type, @Nullable Long size) throws IOException {
        running.inbox.otherwise(response(200, "", "Content-Type: " + type));

        assertThat(handle("scans", size)).isEmpty();
        assertSkipped();
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain,              '',   0",
        "application/pdf,         '',   0",
        "application/pdf,         '',   ",
        "application/x-directory, meow, 4"
    })
    void acceptsOtherEmptyObjects(String type, String content, @Nullable Long size) throws IOException {
        running.inbox.otherwise(response(200, content, "Content-Type: " + type));

        assertThat(handle("scans", size)).hasSize(1);
        assertThat(running.inbox.requests()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "100% sure.pdf        | /100%25%20sure.pdf",
                "100%25+sure.pdf      | /100%25%20sure.pdf",
                "a b+c.pdf            | /a%20b%2Bc.pdf",
                "a+b.pdf              | /a%20b.pdf",
                "a%2Bb.pdf            | /a%2Bb.pdf",
                "Müller+1.pdf         | /M%C3%BCller%2B1.pdf",
                "M%C3%BCller+1.pdf    | /M%C3%BCller%201.pdf",
                "M%FCller.pdf         | /M%25FCller.pdf",
                "%.pdf                | /%25.pdf",
                "50%zz.pdf            | /50%25zz.pdf",
                "a#1%20.pdf           | /a%231%2520.pdf",
                "50%.pdf              | /50%25.pdf"
            })
    void readsUnencodedKeys(String key, String path) throws IOException {
        assertThat(handle(key, 4L)).hasSize(1);

        assertThat(running.inbox.request().line()).startsWith("GET /ovok-inbox" + path + "?");
    }

    private void assertSkipped() {
        assertThat(running.log.lines()).singleElement().satisfies(line -> {
            assertThat(line.path("message").asText()).isEqualTo("event skipped");
            assertThat(line.path("reason").asText()).isNotEmpty();
            assertThat(line.path("source").asText()).matches("[0-9a-f]{32}");
        });
        assertThat(running.ovok.connections()).isZero();
    }

    private JsonNode handle(String key, @Nullable Long size) throws IOException {
        ObjectNode event = (ObjectNode) JSON.readTree(event("s3-put.json"));
        ((ObjectNode) event.at("/Records/0/s3/object")).put("key", key).put("size", size);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new S3Handler(running.app)
                .handleRequest(new ByteArrayInputStream(JSON.writeValueAsBytes(event)), output, RunningApp.context());
        return JSON.readTree(output.toString(UTF_8));
    }
}
