package com.ovok.upload.transfer;

import com.ovok.upload.Deadline;
import com.ovok.upload.Log;
import com.ovok.upload.UploadException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls listeners in their order. A listener's failure does not change the transfer. */
record TransferListeners(List<TransferListener> listeners) {

    TransferListeners {
        listeners = List.copyOf(listeners);
    }

    /** Returns why the result must be delivered again; empty if it need not. */
    Optional<UploadException> report(TransferResult result, Deadline deadline) {
        for (TransferListener listener : listeners) {
            Optional<UploadException> failure = report(listener, result, deadline);
            if (failure.isPresent() && !(failure.get() instanceof UploadException.Rejected)) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private static Optional<UploadException> report(
            TransferListener listener, TransferResult result, Deadline deadline) {
        try {
            listener.ended(result, deadline);
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            UploadException failure = UploadException.from(e);
            Log.warn(
                    "result undelivered",
                    Map.of(
                            "source", result.source().id(),
                            "document", result.documentId().orElse("unknown"),
                            "problem", failure.problem().anchor(),
                            "reason", failure.getMessage()));
            return Optional.of(failure);
        }
    }
}
