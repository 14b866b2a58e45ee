package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.ovok.local.run.Samples.NamedObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {
    private static final String RECORD = """
        {"eventName": "ObjectCreated:Put",
         "s3": {"bucket": {"name": "inbox"}, "object": {"key": "a+b/%C3%BC.png", "versionId": "v1"}}}\
        """;
    private static final NamedObject OBJECT = new NamedObject("inbox", "a b/ü.png", Optional.of("v1"));

    @TempDir
    Path directory;

    @Test
    void findsObjectsOfProjectEvents() throws IOException {
        Samples samples = new Samples(Path.of(System.getProperty("root.directory"), "events"));
        assertThat(samples.objects())
                .contains(
                        new NamedObject("ovok-inbox", "cat.png", Optional.of("lgqzX3naCzcF_JcMHqDy7eZ.ZfzqhniC")),
                        new NamedObject("ovok-inbox", "cat.png", Optional.empty()))
                .doesNotHaveDuplicates()
                .noneMatch(object -> object.key().endsWith("/"));
        assertThat(samples.picture()).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void findsEachObjectOnce() throws IOException {
        Files.writeString(directory.resolve("one.json"), "{\"Records\": [" + RECORD + "," + RECORD + "]}");
        Files.writeString(directory.resolve("two.json"), "{\"Records\": [" + RECORD + "]}");
        Files.writeString(directory.resolve("broken.json"), "{");
        Files.writeString(directory.resolve("notes.txt"), "{\"Records\": [" + RECORD + "]}");
        assertThat(new Samples(directory).objects()).containsExactly(OBJECT);
    }

    @Test
    void findsObjectsInMessagesOfQueuesAndTopics() throws IOException {
        String notification = "{\"Records\": [" + RECORD + "]}";
        assertThat(objectsIn("{\"Records\": [{\"body\": " + quoted(notification) + "}]}"))
                .containsExactly(OBJECT);
        String published = "{\"Type\": \"Notification\", \"Message\": " + quoted(notification) + "}";
        assertThat(objectsIn("{\"Records\": [{\"body\": " + quoted(published) + "}]}"))
                .containsExactly(OBJECT);
    }

    /** EventBridge does not encode keys. */
    @Test
    void findsObjectOfEventBridgeEvent() throws IOException {
        String event = """
            {"detail-type": "%s", "source": "aws.s3", "detail": {
              "bucket": {"name": "inbox"}, "object": {"key": "a+b %%20.png", "version-id": "v1"}}}\
            """;
        assertThat(objectsIn(event.formatted("Object Created")))
                .containsExactly(new NamedObject("inbox", "a+b %20.png", Optional.of("v1")));
        assertThat(objectsIn(event.formatted("Object Deleted"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "7",
                "\"{\"",
                "{\"Records\": [{\"body\": \"hello {\\\"s3\\\": 1}\"}]}",
                "{\"Records\": [{\"eventName\": \"ObjectRemoved:Delete\", \"s3\": {}}]}",
                "{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": 7}]}",
                "{\"detail-type\": \"Object Created\"}",
                "{\"detail-type\": \"Object Created\", \"detail\": {\"bucket\": {\"name\": \"../x\"},"
                        + " \"object\": {\"key\": \"a\"}}}"
            })
    void findsNothingInOtherEvents(String json) throws IOException {
        assertThat(objectsIn(json)).isEmpty();
    }

    private static List<NamedObject> objectsIn(String json) throws IOException {
        return Samples.objectsIn(new JsonMapper().readTree(json)).toList();
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.textNode(text).toString();
    }
}
