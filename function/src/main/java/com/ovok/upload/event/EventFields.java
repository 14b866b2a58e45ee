package com.ovok.upload.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import org.jspecify.annotations.Nullable;

/** Reads single fields of events. */
final class EventFields {
    private EventFields() {}

    /** Returns the text of a field; null if it is missing, empty, a number or a JSON null. */
    static @Nullable String text(JsonNode node, String field) {
        String text = node.path(field).textValue();
        return text == null || text.isEmpty() ? null : text;
    }

    /** Returns a version id; null if the bucket keeps no versions at the moment, which S3 writes as {@code null}. */
    static @Nullable String versionId(JsonNode node, String field) {
        String version = text(node, field);
        return "null".equals(version) ? null : version;
    }

    /** Returns a size in bytes; null if it is unknown. */
    static @Nullable Long size(JsonNode node) {
        JsonNode size = node.path("size");
        return size.canConvertToLong() ? size.longValue() : null;
    }

    /**
     * Checks the version of an event's format. A greater minor version only adds fields.
     *
     * @throws UploadException.Rejected if the major version is another one
     */
    static void requireMajorVersion(JsonNode node, String field, String major) {
        String version = text(node, field);
        if (version != null && !version.equals(major) && !version.startsWith(major + ".")) {
            throw malformed("The event has a format that this release cannot read: its " + field
                    + " is not major version " + major + ".");
        }
    }

    static UploadException malformed(String message) {
        return new UploadException.Rejected(Problem.BAD_REQUEST, message);
    }
}
