package com.ovok.upload.transfer;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.ovok.Reservation;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Source;

/** Carries one file into OVOK: afterwards a document with exactly its bytes exists. Thread-safe. */
public final class DocumentTransfer {
    private final OvokDocuments documents;
    private final FormUploader uploader;

    public DocumentTransfer(OvokDocuments documents, FormUploader uploader) {
        this.documents = documents;
        this.uploader = uploader;
    }

    /**
     * Makes a document of the file and uploads its bytes.
     *
     * @return the document's entry, without the spent upload options
     * @throws UploadException when no complete document could be made
     */
    public FileEntryDto transfer(Source source, Deadline deadline) {
        TransferLog log = TransferLog.start(source.id());
        try (Content content = source.open(deadline)) {
            log.opened(content);
            Reservation reservation = documents.reserve(content.file(), deadline);
            log.reserved(reservation.documentId());
            uploader.upload(reservation.post(), content, deadline);
            log.completed();
            return reservation.entry();
        } catch (UploadException e) {
            log.failed(e);
            throw e;
        }
    }
}
