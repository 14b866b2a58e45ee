package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.s3.ObjectCreated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3EventTest {
    private static final String OTHER_JSON =
            "is not an S3 notification, an event of EventBridge or S3 Batch Operations, or a request to the API";

    private static final Path EVENTS = Path.of(System.getProperty("root.directory"), "events");

    @TempDir
    Path directory;

    @Test
    void decodesKeysOfCreatedObjects() throws Exception {
        assertThat(keys("s3-put-two-records.json")).hasSize(2);
        assertThat(keys("s3-put-encoded-key.json")).containsExactly("letters/2026/11/Müller + Söhne%20100% 東京.png");
    }

    @Test
    void ignoresRemovalsFoldersAndTestEvents() throws Exception {
        for (String name : List.of("s3-removed.json", "s3-folder.json", "s3-test-event.json")) {
            assertThat(keys(name)).as(name).isEmpty();
        }
    }

    @Test
    void keepsMalformedRecords() throws Exception {
        for (String s3 : List.of(
                "{}",
                "{\"bucket\":{\"name\":\"inbox\"},\"object\":{\"key\":\"%zz\"}}",
                "{\"bucket\":{\"name\":\"inbox\"},\"object\":{\"key\":\"\"}}",
                "{\"bucket\":{\"name\":\"inbox\"},\"object\":\"a.png\"}",
                "{\"bucket\":{\"name\":\"../x\"},\"object\":{\"key\":\"a.png\"}}")) {
            String json = "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":" + s3 + "}]}";
            assertThat(read(json).arrivals()).as(s3).isEmpty();
        }
    }

    @Test
    void fillsInStoredObject() throws Exception {
        S3Event event = sample("s3-put.json");
        JsonNode object = event.json().at("/Records/0/s3/object");
        String version = object.path("versionId").asText();
        event.arrivals().getFirst().complete(3_000_000_000L, "abc");
        assertThat(object.path("size").asLong()).isEqualTo(3_000_000_000L);
        assertThat(object.path("eTag").asText()).isEqualTo("abc");
        assertThat(object.path("versionId").asText()).isEqualTo(version).hasSize(32);
    }

    @Test
    void readsVersion() throws Exception {
        assertThat(sample("s3-put.json").arrivals().getFirst().versionId())
                .contains("lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC");
        assertThat(sample("s3-put-unversioned.json").arrivals().getFirst().versionId())
                .isEmpty();
        for (String none : List.of("\"null\"", "null", "\"\"", "7")) {
            String object = "{\"key\":\"a.png\",\"versionId\":" + none + "}";
            String json = "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":"
                    + "{\"bucket\":{\"name\":\"inbox\"},\"object\":" + object + "}}]}";
            assertThat(read(json).arrivals().getFirst().versionId()).as(none).isEmpty();
        }
    }

    @Test
    void narrowsToOneFile() throws Exception {
        S3Event event = sample("s3-put-encoded-key.json");
        ((ArrayNode) event.json().path("Records"))
                .insert(0, sample("s3-removed.json").json().at("/Records/0"))
                .add(sample("s3-put.json").json().at("/Records/0"));
        event.narrowTo("ä b+c%.pdf");
        assertThat(event.json().path("Records")).hasSize(1);
        assertThat(event.arrivals()).extracting(Arrival::key).containsExactly("letters/2026/11/ä b+c%.pdf");
        assertThat(event.json().at("/Records/0/s3/object/key").asText())
                .isEqualTo("letters/2026/11/%C3%A4+b%2Bc%25.pdf");
    }

    @Test
    void rejectsFileWithoutCreatedObject() throws Exception {
        S3Event event = sample("s3-removed.json");
        assertThatThrownBy(() -> event.narrowTo("a.pdf")).isInstanceOf(ExitException.class);
    }

    @Test
    void createsEventWithFieldsOfS3() throws Exception {
        ObjectCreated created = created("a b/ü+1.png", Optional.empty());
        Instant time = Instant.parse("2026-11-23T09:15:27.481Z");
        JsonNode told = S3Event.about(created, "eu-central-1", time).json().at("/Records/0");
        JsonNode sample = sample("s3-put-unversioned.json").json().at("/Records/0");
        assertThat(names(told)).isEqualTo(names(sample));
        for (String part : List.of("/userIdentity", "/requestParameters", "/responseElements", "/s3", "/s3/object")) {
            assertThat(names(told.at(part))).as(part).isEqualTo(names(sample.at(part)));
        }
        assertThat(told.at("/s3/object/key").asText()).isEqualTo("a+b/%C3%BC%2B1.png");
        assertThat(told.path("eventTime").asText()).isEqualTo("2026-11-23T09:15:27.481Z");
    }

    @Test
    void createsEventWithVersionLikeS3() throws Exception {
        ObjectCreated created = created("a.png", Optional.of("v1"));
        JsonNode object =
                S3Event.about(created, "eu-central-1", Instant.now()).json().at("/Records/0/s3/object");
        assertThat(object.path("versionId").asText()).isEqualTo("v1");
        assertThat(names(object)).isEqualTo(names(sample("s3-put.json").json().at("/Records/0/s3/object")));
    }

    @Test
    void increasesSequencers() {
        ObjectCreated created = created("a", Optional.empty());
        Instant time = Instant.parse("2026-11-23T09:15:27.481Z");
        assertThat(sequencer(created, time)).isLessThan(sequencer(created, time.plusNanos(1)));
    }

    @Test
    void recognizesEventsByShape() throws Exception {
        assertThat(LocalEvent.read(EVENTS.resolve("http-api-put.json")).function())
                .isEqualTo(LocalEnvironment.HTTP_API_FUNCTION);
        assertThat(LocalEvent.read(EVENTS.resolve("rest-api-put.json")).function())
                .isEqualTo(LocalEnvironment.REST_API_FUNCTION);
        assertThat(LocalEvent.read(EVENTS.resolve("eventbridge-object-created.json"))
                        .function())
                .isEqualTo(LocalEnvironment.EVENT_BRIDGE_FUNCTION);
        assertThat(LocalEvent.read(EVENTS.resolve("s3-test-event.json")).function())
                .isEqualTo(LocalEnvironment.S3_FUNCTION);
    }

    @Test
    void rejectsOtherJsonInOneLine() {
        refuses("{\n  \"Records\": [", "is not JSON from line 2, column 15");
        refuses("", OTHER_JSON);
        refuses("[]", OTHER_JSON);
        refuses("{\"detail\": {}}", OTHER_JSON);
    }

    private void refuses(String json, String line) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        ExitException.class,
                        exit -> assertThat(exit.line()).endsWith(line).hasLineCount(1));
    }

    private static ObjectCreated created(String key, Optional<String> versionId) {
        return new ObjectCreated("ovok-inbox", key, versionId, 266, "abc", "0".repeat(64), Optional.of("image/png"));
    }

    private static String sequencer(ObjectCreated created, Instant time) {
        return S3Event.about(created, "eu-central-1", time)
                .json()
                .at("/Records/0/s3/object/sequencer")
                .asText();
    }

    private static List<String> keys(String name) throws Exception {
        return sample(name).arrivals().stream().map(Arrival::key).toList();
    }

    private static S3Event sample(String name) throws IOException, ExitException {
        return (S3Event) LocalEvent.read(EVENTS.resolve(name));
    }

    private S3Event read(String json) throws IOException, ExitException {
        return (S3Event) LocalEvent.read(Files.writeString(directory.resolve("event.json"), json));
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        ((ObjectNode) object).fieldNames().forEachRemaining(names::add);
        return names;
    }
}
