package com.ovok.upload.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.FileInfo;
import com.ovok.upload.Json;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.AllowedSources;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.source.SourceObject;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parses a JSON body: a small file in base64, or a reference to an object in S3. */
final class JsonUploadParser {
    private static final Set<String> FILE = Set.of("fileName", "contentType", "isPublic", "content");
    private static final Set<String> REFERENCE = Set.of("bucket", "key", "versionId", "fileName", "isPublic");

    private final JsonNode body;

    private JsonUploadParser(JsonNode body) {
        this.body = body;
    }

    static UploadRequest read(ApiRequest request, S3ObjectReader objects, AllowedSources allowed) {
        JsonUploadParser json = new JsonUploadParser(Json.read(request.bytes()));
        return json.body.has("bucket") ? json.reference(objects, allowed) : json.file();
    }

    private UploadRequest file() {
        requireOnly(FILE);
        String fileName = StrictText.undamaged(required("fileName"));
        boolean isPublic = Boolean.TRUE.equals(isPublic());
        return UploadRequest.of(FileInfo.of(fileName, required("contentType"), isPublic), content());
    }

    private byte[] content() {
        String content = required("content");
        if (content.strip().regionMatches(true, 0, "data:", 0, 5)) {
            throw malformed("content is a data URL; send only the base64 after its comma");
        }
        try {
            return Base64Text.decode(content);
        } catch (IllegalArgumentException e) {
            throw malformed("content is not base64: " + e.getMessage());
        }
    }

    private UploadRequest reference(S3ObjectReader objects, AllowedSources allowed) {
        requireOnly(REFERENCE);
        SourceObject object = new SourceObject(required("bucket"), required("key"), optional("versionId"), null, null);
        String fileName = optional("fileName");
        return UploadRequest.of(
                objects, allowed.require(object), fileName == null ? null : StrictText.undamaged(fileName), isPublic());
    }

    /** Rejects misspelled fields, which would otherwise have no effect. */
    private void requireOnly(Set<String> known) {
        if (!body.isObject() || !body.properties().stream().allMatch(field -> known.contains(field.getKey()))) {
            throw malformed("the only fields allowed are " + String.join(", ", new TreeSet<>(known)));
        }
    }

    private String required(String field) {
        String text = optional(field);
        if (text == null) {
            throw malformed(field + " is missing");
        }
        return text;
    }

    private @Nullable String optional(String field) {
        JsonNode value = body.path(field);
        if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
            throw malformed(field + " is not a string");
        }
        return value.textValue();
    }

    private @Nullable Boolean isPublic() {
        JsonNode value = body.path("isPublic");
        if (!value.isBoolean() && !value.isMissingNode()) {
            throw malformed("isPublic is neither true nor false");
        }
        return value.isBoolean() ? value.booleanValue() : null;
    }

    private static UploadException malformed(String how) {
        return new UploadException.Rejected(Problem.BAD_REQUEST, "Invalid JSON body: " + how + ".");
    }
}
