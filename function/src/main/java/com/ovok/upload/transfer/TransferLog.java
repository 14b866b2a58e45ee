package com.ovok.upload.transfer;

import com.ovok.upload.Log;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.Content;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers what there is to say of one transfer and writes it as one line at its end. */
final class TransferLog {
    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final long start = System.nanoTime();

    private TransferLog() {}

    static TransferLog start(String sourceId) {
        TransferLog log = new TransferLog();
        log.fields.put("source", sourceId);
        return log;
    }

    void opened(Content content) {
        fields.put("bytes", content.length());
        fields.put("contentType", content.file().contentType());
    }

    void reserved(String documentId) {
        fields.put("document", documentId);
    }

    void completed() {
        fields.put("outcome", "completed");
        Log.info("transfer", timed());
    }

    void failed(UploadException e) {
        fields.put("outcome", e.getClass().getSimpleName());
        fields.put("problem", e.problem().anchor());
        fields.put("reason", e.getMessage());
        Log.warn("transfer", timed());
    }

    private Map<String, Object> timed() {
        fields.put("millis", Duration.ofNanos(System.nanoTime() - start).toMillis());
        return fields;
    }
}
