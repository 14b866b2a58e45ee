package com.ovok.upload.ovok;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.post.PresignedPost;
import java.util.function.Supplier;

/**
 * A document whose file has not been uploaded yet.
 *
 * @param entry OVOK's response without the upload options
 * @param form parses the upload options on demand, because an existing document must be recorded even if they are
 *     invalid
 */
public record Reservation(FileEntryDto entry, Supplier<PresignedPost> form) {

    public String documentId() {
        return entry.getId();
    }

    /**
     * Returns the presigned POST for the file.
     *
     * @throws com.ovok.upload.UploadException.Unavailable if OVOK returned none, or an invalid one
     */
    public PresignedPost post() {
        return form.get();
    }

    /** Shows the id only. */
    @Override
    public String toString() {
        return "Reservation[" + documentId() + "]";
    }
}
