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
        S3("versionId", "eTag") {
            @Override
            String decode(String key) {
                return URLDecoder.decode(key, StandardCharsets.UTF_8);
            }

            @Override
            String encode(String key) {
                return S3Notification.encode(key);
            }
        },
        EVENT_BRIDGE("version-id", "etag");

        private final String version;
        private final String eTag;

        Format(String version, String eTag) {
            this.version = version;
            this.eTag = eTag;
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
        return format.decode(object.path("key").asText());
    }

    /** Returns the version that the event names; empty if it names none. */
    Optional<String> versionId() {
        return Optional.ofNullable(object.path(format.version).textValue())
                .filter(id -> !id.isEmpty() && !id.equals("null"));
    }

    /** Fills in what S3 said when the object was stored. */
    void complete(long size, String eTag) {
        object.put("size", size).put(format.eTag, eTag);
    }

    /** Gives the object another file name in the same folder. */
    void rename(String fileName) {
        String folder = key().substring(0, key().lastIndexOf('/') + 1);
        object.put("key", format.encode(folder + fileName));
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
