package com.ovok.local.ovok;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.ovok.Document.StoredFile;
import com.ovok.local.s3.ObjectCreated;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** All documents in the order of creation. Thread-safe. */
final class Documents {
    private final Clock clock;
    private final Map<String, Document> byId = new LinkedHashMap<>();

    Documents(Clock clock) {
        this.clock = clock;
    }

    /** A request's description of a document. */
    record Description(String fileName, String contentType, boolean isPublic) {}

    synchronized Document create(Description description) {
        Document created = described(UUID.randomUUID().toString(), description, Optional.empty());
        byId.put(created.id(), created);
        return created;
    }

    /** Assigns a new key; the document keeps its file until the next one has arrived. */
    synchronized Optional<Document> replace(String id, Description description) {
        return change(id, document -> described(id, description, document.file()));
    }

    /** Changes the name and the visibility, each if the body contains it. */
    synchronized Optional<Document> update(String id, JsonNode body) {
        return change(
                id,
                document -> document.with(
                        body.path("fileName").asText(document.fileName()),
                        body.path("isPublic").asBoolean(document.publicToken().isPresent())
                                ? document.publicToken().or(Documents::token)
                                : Optional.empty(),
                        clock.instant()));
    }

    private Optional<Document> change(String id, UnaryOperator<Document> change) {
        return Optional.ofNullable(byId.computeIfPresent(id, (same, document) -> change.apply(document)));
    }

    synchronized Optional<Document> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized Optional<Document> remove(String id) {
        return Optional.ofNullable(byId.remove(id));
    }

    synchronized List<Document> all() {
        return List.copyOf(byId.values());
    }

    /** Completes the document that awaits this object, and returns the file that it replaces. */
    synchronized Optional<StoredFile> arrived(ObjectCreated object) {
        Optional<Document> awaiting = byId.values().stream()
                .filter(document -> document.awaitedKey().equals(object.key()))
                .findFirst();
        var file = new StoredFile(object.key(), object.size(), object.sha256(), clock.instant());
        awaiting.ifPresent(document -> byId.put(document.id(), document.with(file)));
        return awaiting.flatMap(Document::file).filter(former -> !former.key().equals(object.key()));
    }

    private Document described(String id, Description description, Optional<StoredFile> file) {
        Optional<String> token = description.isPublic() ? token() : Optional.empty();
        String key = "binary/" + id + "/" + UUID.randomUUID();
        return new Document(id, description.fileName(), description.contentType(), token, clock.instant(), key, file);
    }

    private static Optional<String> token() {
        return Optional.of(UUID.randomUUID().toString());
    }
}
