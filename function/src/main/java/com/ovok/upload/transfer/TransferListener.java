package com.ovok.upload.transfer;

import com.ovok.upload.Deadline;

/** Receives the result of each transfer. Implementations are thread-safe. */
@FunctionalInterface
public interface TransferListener {

    /**
     * Delivers one result, after the ledger has recorded a completed document. Called for each delivery of an event, so
     * that a receiver gets a result at least once.
     *
     * @throws com.ovok.upload.UploadException.Rejected if this result can never be delivered; the following listeners
     *     are called
     * @throws com.ovok.upload.UploadException if the result could not be delivered; the following listeners are not
     *     called, and the event must be delivered again
     */
    void ended(TransferResult result, Deadline deadline);
}
