package com.ovok.upload.transfer;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Log;
import com.ovok.upload.UploadException;
import com.ovok.upload.ledger.Claim;
import com.ovok.upload.ledger.Lease;
import com.ovok.upload.ovok.Reservation;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of one transfer as it goes on, written as one log line at its end. */
final class TransferLog {
    private final Map<String, Object> line = new LinkedHashMap<>();
    private final Instant started = Instant.now();
    private final boolean names;
    private Optional<String> documentId;

    private TransferLog(Claim.Held held, Source source, boolean names) {
        this.names = names;
        documentId = held.pendingDocumentId();
        line.put("source", source.id());
        line.putAll(named(source, names));
        line.put("resumed", documentId.isPresent());
    }

    /**
     * Begins.
     *
     * @param names whether the line may hold the object's key and the file's name
     */
    static TransferLog of(Claim.Held held, Source source, boolean names) {
        if (held instanceof Claim.Fresh(Lease lease, boolean previousAttemptLost) && previousAttemptLost) {
            TransferCleanup.possibleOrphan(held);
        }
        return new TransferLog(held, source, names);
    }

    static FileEntryDto repeated(Source source, boolean names, FileEntryDto entry) {
        Map<String, Object> line = new LinkedHashMap<>(Map.of("source", source.id()));
        line.putAll(named(source, names));
        line.putAll(Map.of("document", entry.getId(), "outcome", Outcome.REPEATED.logged()));
        Log.info("transfer", line);
        return entry;
    }

    /** Writes the line of an object that could not be read before its claim. */
    static void unread(Source source, boolean names, UploadException e) {
        Map<String, Object> line = new LinkedHashMap<>(Map.of("source", source.id()));
        line.putAll(named(source, names));
        failed(line, e);
        Log.warn("transfer", line);
    }

    private static Map<String, String> named(Source source, boolean names) {
        return names && !source.key().isEmpty() ? Map.of("bucket", source.bucket(), "key", source.key()) : Map.of();
    }

    /** The document that waits for the file, as far as one is known. */
    Optional<String> documentId() {
        return documentId;
    }

    /** It is gone. */
    void forgotten() {
        documentId = Optional.empty();
    }

    void opened(Content content) {
        line.put("bytes", content.length());
        if (names) {
            line.put("fileName", content.file().fileName());
        }
        line.put("contentType", content.file().mediaType());
    }

    static void created(Claim.Held held, Reservation reservation) {
        Log.info("document created", Map.of("source", held.lease().slot().id(), "document", reservation.documentId()));
    }

    Reservation reserved(Reservation reservation) {
        documentId = Optional.of(reservation.documentId());
        return reservation;
    }

    FileEntryDto completed(Reservation reservation) {
        line.put("outcome", Outcome.COMPLETED.logged());
        Log.info("transfer", ended());
        return reservation.entry();
    }

    void failed(UploadException e) {
        failed(line, e);
        Log.warn("transfer", ended());
    }

    private static void failed(Map<String, Object> line, UploadException e) {
        line.put("outcome", Outcome.of(e).logged());
        line.put("problem", e.problem().anchor());
        line.put("reason", e.getMessage());
    }

    private Map<String, Object> ended() {
        documentId.ifPresent(id -> line.put("document", id));
        line.put("millis", Duration.between(started, Instant.now()).toMillis());
        return line;
    }
}
