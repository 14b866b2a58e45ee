package com.ovok.upload.ovok;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.post.PresignedPost;

/**
 * A document that waits for its file.
 *
 * @param entry what OVOK answered, without the upload options
 * @param post the right to upload the file
 */
public record Reservation(FileEntryDto entry, PresignedPost post) {

    public String documentId() {
        return entry.getId();
    }

    /** The id alone. */
    @Override
    public String toString() {
        return "Reservation[" + documentId() + "]";
    }
}
