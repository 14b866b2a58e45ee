package com.ovok.upload.results;

import com.ovok.upload.Deadline;
import com.ovok.upload.Log;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.TransferListener;
import com.ovok.upload.transfer.TransferResult;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes one log line {@code transfer} for each transfer.
 *
 * @param names whether lines may contain bucket, object key and file name, which can identify patients
 */
public record TransferLog(boolean names) implements TransferListener {

    @Override
    public void ended(TransferResult result, Deadline deadline) {
        Map<String, Object> line =
                new LinkedHashMap<>(Map.of("source", result.source().id()));
        if (names) {
            result.source().object().ifPresent(object -> name(line, object));
        }
        line.put("resumed", result.resumed());
        result.content().ifPresent(content -> describe(line, content));
        line.put("outcome", result.outcome().logged());
        result.failure().ifPresent(failure -> explain(line, failure));
        result.documentId().ifPresent(id -> line.put("document", id));
        line.put("millis", result.duration().toMillis());
        if (result.failure().isPresent()) {
            Log.warn("transfer", line);
        } else {
            Log.info("transfer", line);
        }
    }

    private static void name(Map<String, Object> line, SourceObject object) {
        line.put("bucket", object.bucket());
        line.put("key", object.key());
    }

    private void describe(Map<String, Object> line, Content content) {
        line.put("bytes", content.length());
        if (names) {
            line.put("fileName", content.file().fileName());
        }
        line.put("contentType", content.file().mediaType());
    }

    private static void explain(Map<String, Object> line, UploadException failure) {
        line.put("problem", failure.problem().anchor());
        line.put("reason", failure.getMessage());
    }
}
