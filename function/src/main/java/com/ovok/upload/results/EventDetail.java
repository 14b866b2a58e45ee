package com.ovok.upload.results;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Fingerprint;
import com.ovok.upload.Json;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Source;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.TransferResult;
import java.util.List;

/** Writes the detail of a result's event, as docs/events.schema.json describes it. */
final class EventDetail {
    private static final String VERSION = "1.0";
    /** The published fields of a document's entry, without token and upload options. */
    private static final List<String> ENTRY = List.of("id", "fileName", "contentType", "lastUpdated", "author", "meta");
    /** In bytes: the longest entry. An event is at most 256 KB on every kind of bus and target. */
    private static final int MOST = 200 * 1024;

    private EventDetail() {}

    static ObjectNode of(TransferResult result) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode();
        detail.put("version", VERSION).put("id", id(result));
        detail.put("outcome", result.outcome().logged());
        result.object().ifPresent(object -> detail.set("source", source(object)));
        result.documentId().ifPresent(id -> detail.put("documentId", id));
        result.entry().ifPresent(entry -> detail.set("document", document(entry)));
        result.content().map(Content::length).ifPresent(bytes -> detail.put("bytes", bytes));
        result.failure()
                .ifPresent(failure -> detail.put("problem", failure.problem().anchor()));
        return detail;
    }

    /**
     * Returns an id that is the same for each delivery of the same result, so that receivers can ignore repeated
     * events.
     */
    private static String id(TransferResult result) {
        Source source = result.source();
        String problem =
                result.failure().map(failure -> failure.problem().anchor()).orElse("");
        return Fingerprint.of(
                source.id(), source.sequencer().sortable(), source.upload().number(), problem);
    }

    private static ObjectNode source(SourceObject object) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        source.put("bucket", object.bucket()).put("key", object.key());
        if (object.versionId() != null) {
            source.put("versionId", object.versionId());
        }
        if (object.eTag() != null) {
            source.put("etag", object.eTag());
        }
        return source;
    }

    private static ObjectNode document(FileEntryDto entry) {
        ObjectNode document = Json.tree(entry).retain(ENTRY);
        return Json.write(document).getBytes(UTF_8).length <= MOST ? document : document.retain("id", "contentType");
    }
}
