package com.ovok.local.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sample events, the objects that they name, and the picture that all these objects contain. */
final class Samples {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path events;

    /** Uses this directory, which is read at each call. */
    Samples(Path events) {
        this.events = events;
    }

    /**
     * An object that an event names.
     *
     * @param versionId empty if the event names no version
     */
    record NamedObject(String bucket, String key, Optional<String> versionId) {
        /** Omits the key, which can contain a file name. */
        @Override
        public String toString() {
            return "an object in " + bucket;
        }
    }

    byte[] picture() throws IOException {
        Path event = events.resolve("http-api-put.json");
        return MAPPER.readTree(Files.readAllBytes(event)).path("body").binaryValue();
    }

    /** Returns the created objects of this directory's events, each once. */
    List<NamedObject> objects() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(events)) {
            files = all.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<NamedObject> objects = new ArrayList<>();
        for (Path file : files) {
            objectsIn(parse(Files.readString(file))).forEach(objects::add);
        }
        return objects.stream().distinct().toList();
    }

    /** Finds objects at any depth, because queue messages contain events as text. */
    static Stream<NamedObject> objectsIn(JsonNode json) {
        if (json.isTextual()) {
            return json.textValue().startsWith("{") ? objectsIn(parse(json.textValue())) : Stream.empty();
        }
        return Stream.concat(namedBy(json), json.valueStream().flatMap(Samples::objectsIn));
    }

    private static Stream<NamedObject> namedBy(JsonNode json) {
        return Stream.of(S3Event.arrival(json), EventBridgeEvent.arrival(json), BatchOperationsEvent.arrival(json))
                .flatMap(Optional::stream)
                .map(object -> new NamedObject(object.bucket(), object.key(), object.versionId()));
    }

    /** Returns a missing node for text that is not JSON. */
    private static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
