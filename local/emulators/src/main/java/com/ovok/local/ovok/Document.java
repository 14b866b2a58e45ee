package com.ovok.local.ovok;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A document in OVOK.
 *
 * @param awaitedKey the key at which the latest form stores its file
 * @param file the file that arrived, by the latest form or an earlier one
 */
public record Document(
        String id,
        String fileName,
        String contentType,
        Optional<String> publicToken,
        Instant lastUpdated,
        String awaitedKey,
        Optional<StoredFile> file) {
    public Document {
        requireNonNull(id);
        requireNonNull(fileName);
        requireNonNull(contentType);
        requireNonNull(publicToken);
        requireNonNull(lastUpdated);
        requireNonNull(awaitedKey);
        requireNonNull(file);
    }

    /**
     * The bytes of a document.
     *
     * @param size in bytes
     * @param sha256 in lower-case hex
     */
    public record StoredFile(String key, long size, String sha256, Instant arrived) {}

    /** Returns whether the latest form's file has arrived. */
    public boolean isComplete() {
        return file.filter(stored -> stored.key().equals(awaitedKey)).isPresent();
    }

    Document with(StoredFile arrived) {
        return new Document(id, fileName, contentType, publicToken, lastUpdated, awaitedKey, Optional.of(arrived));
    }

    Document with(String newName, Optional<String> newToken, Instant now) {
        return new Document(id, newName, contentType, newToken, now, awaitedKey, file);
    }

    /** Omits names and keys. */
    @Override
    public String toString() {
        return "document " + id + (isComplete() ? ", complete" : ", waiting");
    }
}
