package com.ovok.upload.transfer;

import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.UploadException;
import com.ovok.upload.source.Content;
import com.ovok.upload.source.Source;
import com.ovok.upload.source.SourceObject;
import java.time.Duration;
import java.util.Optional;

/**
 * The result of one attempt to transfer a file.
 *
 * @param content the file's facts; empty if the file was not opened. Its bytes can no longer be read
 * @param documentId empty if no document is known
 * @param resumed whether an earlier attempt created the document
 * @param entry the completed document without upload options; empty after a failure
 * @param failure empty if the document is complete
 */
public record TransferResult(
        Source source,
        Outcome outcome,
        Optional<Content> content,
        Optional<String> documentId,
        boolean resumed,
        Optional<FileEntryDto> entry,
        Optional<UploadException> failure,
        Duration duration) {

    /** Returns the result of a file that an earlier attempt completed. */
    static TransferResult completedBefore(Source source, boolean superseded, FileEntryDto entry) {
        return new TransferResult(
                source,
                superseded ? Outcome.SUPERSEDED : Outcome.REPEATED,
                Optional.empty(),
                Optional.of(entry.getId()),
                false,
                Optional.of(entry),
                Optional.empty(),
                Duration.ZERO);
    }

    /** Returns the result of a file that could not be identified. */
    static TransferResult unidentified(Source source, UploadException failure) {
        return new TransferResult(
                source,
                Outcome.of(failure),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(failure),
                Duration.ZERO);
    }

    /** Returns the version that was read, otherwise the event's; empty if the file is not in S3. */
    public Optional<SourceObject> object() {
        return content.flatMap(Content::object).or(source::object);
    }

    /** Returns {@link #object} if an event reported it; empty if a request named it, which leaves objects unchanged. */
    public Optional<SourceObject> arrivedObject() {
        return source.isRequested() ? Optional.empty() : object();
    }

    /**
     * Returns the completed document.
     *
     * @throws UploadException if there is none
     */
    FileEntryDto entryOrThrow() {
        return entry.orElseThrow(failure::orElseThrow);
    }
}
