package com.ovok.upload.source;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.s3.S3Response;
import java.util.Set;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * What the headers of an object say of the document that a transfer would create.
 *
 * @param id of the version, safe to log
 * @param file its name and media type
 * @param length in bytes
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html">HeadObject</a>
 */
public record ObjectSummary(String id, FileInfo file, long length) {
    /** 5 GiB: the most that S3 accepts in one form. */
    private static final long MAX_LENGTH = 5L << 30;

    private static final Set<String> ARCHIVES =
            Set.of("GLACIER", "DEEP_ARCHIVE", "ARCHIVE_ACCESS", "DEEP_ARCHIVE_ACCESS");

    /**
     * Reads the headers of a successful response.
     *
     * @throws UploadException.Rejected if the object is archived or too large, or has no usable name
     */
    static ObjectSummary of(SourceObject object, S3Response response) {
        requireReadable(response);
        SourceObject pinned = object.pinnedTo(
                response.header("x-amz-version-id").orElse(null),
                response.eTag().orElse(null));
        ObjectSummary summary =
                new ObjectSummary(pinned.id(), ObjectMetadata.fileInfo(object.key(), response), length(response));
        if (summary.length > MAX_LENGTH) {
            throw new UploadException.Rejected(
                    Problem.TOO_LARGE, "The object is larger than 5 GiB, the most that S3 accepts in one form.");
        }
        return summary;
    }

    /** An archived object has headers, but its bytes are returned only while a restored copy exists. */
    private static void requireReadable(S3Response response) {
        String archive = response.header("x-amz-archive-status")
                .or(() -> response.header("x-amz-storage-class"))
                .orElse("");
        boolean restored = response.header("x-amz-restore")
                .filter(state -> state.contains("ongoing-request=\"false\""))
                .isPresent();
        if (ARCHIVES.contains(archive) && !restored) {
            throw new UploadException.Rejected(
                    Problem.SOURCE_ARCHIVED,
                    "The object is archived (" + archive + "). Restore it, then run the task again.");
        }
    }

    /** A response to HEAD has no body, so its length stands in the header alone. */
    private static long length(S3Response response) {
        return response.header(HttpHeaders.CONTENT_LENGTH)
                .filter(length -> length.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElseThrow(() -> new UploadException.Unavailable(
                        Problem.UNAVAILABLE, "S3 returned the source object's headers without its length.", null));
    }

    /** Returns whether the object only marks a folder. */
    boolean isFolder() {
        return S3Content.isFolder(length, file);
    }

    /** Leaves out the file's name. */
    @Override
    public String toString() {
        return "ObjectSummary[" + id + ", " + length + "]";
    }
}
