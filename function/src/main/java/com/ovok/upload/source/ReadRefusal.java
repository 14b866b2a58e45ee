package com.ovok.upload.source;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.s3.S3Error;
import com.ovok.upload.s3.S3RefusedException;

/**
 * Decides what an error of {@code GetObject} means for the file.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
final class ReadRefusal {
    private ReadRefusal() {}

    static UploadException of(S3RefusedException e) {
        S3Error error = e.error();
        if (error.isOfArchivedObject()) {
            String where = error.storageClass().isEmpty() ? "" : " (" + error.storageClass() + ")";
            return new UploadException.Rejected(
                    Problem.SOURCE_ARCHIVED,
                    e.getMessage() + " The object is archived" + where + ". Restore it, then send the event again.");
        }
        if (error.isOfCustomerKey()) {
            return new UploadException.Rejected(
                    Problem.SOURCE_ENCRYPTED,
                    e.getMessage()
                            + " The object is encrypted with a key of its client (SSE-C). Store it again without.");
        }
        return switch (e.status()) {
            case 404, 405 ->
                new UploadException.Rejected(
                        Problem.SOURCE_NOT_FOUND,
                        e.getMessage() + " The object, its version or its bucket does not exist.");
            case 412 ->
                new UploadException.Rejected(
                        Problem.SOURCE_CHANGED,
                        e.getMessage() + " The object was overwritten; the newer version has its own event.");
            default ->
                new UploadException.Misconfigured(
                        Problem.SOURCE_DENIED,
                        e.getMessage() + " Check the role's s3:GetObject, the KMS key and the Region.");
        };
    }
}
