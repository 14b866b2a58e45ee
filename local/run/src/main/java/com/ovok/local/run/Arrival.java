package com.ovok.local.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.s3.S3Notification;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One object of an event; changes to it change the event. */
record Arrival(String bucket, ObjectNode object, Format format) {

    /** How a service writes an object into its events. */
    enum Format {
        S3("key", "versionId", "eTag") {
            @Override
            String decode(String key) {
                return URLDecoder.decode(key, StandardCharsets.UTF_8);
            }

            @Override
            String encode(String key) {
                return S3Notification.encode(key);
            }
        },
        EVENT_BRIDGE("key", "version-id", "etag"),
        BATCH_OPERATIONS("s3Key", "s3VersionId", "") {
            @Override
            String decode(String key) {
                return URLDecoder.decode(key, StandardCharsets.UTF_8);
            }

            @Override
            String encode(String key) {
                return BackfillTask.encode(key);
            }

            // A task has neither a size nor an ETag.
            @Override
            void complete(ObjectNode object, long size, String eTag) {}
        };

        private final String key;
        private final String version;
        private final String eTag;

        Format(String key, String version, String eTag) {
            this.key = key;
            this.version = version;
            this.eTag = eTag;
        }

        void complete(ObjectNode object, long size, String eTag) {
            object.put("size", size).put(this.eTag, eTag);
        }

        /** @throws IllegalArgumentException if the key is not one of this format */
        String decode(String key) {
            return key;
        }

        String encode(String key) {
            return key;
        }
    }

    String key() {
        return format.decode(object.path(format.key).asText());
    }

    /** Returns the version that the event names; empty if it names none. */
    Optional<String> versionId() {
        return Optional.ofNullable(object.path(format.version).textValue())
                .filter(id -> !id.isEmpty() && !id.equals("null"));
    }

    /** Fills in what S3 said when the object was stored. */
    void complete(long size, String eTag) {
        format.complete(object, size, eTag);
    }

    /** Gives the object another file name in the same folder. */
    void rename(String fileName) {
        String folder = key().substring(0, key().lastIndexOf('/') + 1);
        object.put(format.key, format.encode(folder + fileName));
    }

    /** Returns whether the key is one of a file; folders and what cannot be decoded are not. */
    boolean isFile() {
        try {
            return !key().isEmpty() && !key().endsWith("/");
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Leaves out the key, which can hold the name of a file. */
    @Override
    public String toString() {
        return "an object in " + bucket;
    }
}
