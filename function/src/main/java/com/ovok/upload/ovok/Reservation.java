package com.ovok.upload.ovok;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.post.PresignedPost;
import java.util.function.Supplier;

/**
 * A document that waits for its file.
 *
 * @param entry what OVOK answered, without the upload options
 * @param form reads those when it is asked: the document is there, and has to be remembered, even where they are of no
 *     use
 */
public record Reservation(FileEntryDto entry, Supplier<PresignedPost> form) {

    public String documentId() {
        return entry.getId();
    }

    /**
     * The right to upload the file.
     *
     * @throws com.ovok.upload.UploadException.Unavailable when OVOK answered none, or what is no presigned POST
     */
    public PresignedPost post() {
        return form.get();
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "Reservation[" + documentId() + "]";
    }
}
