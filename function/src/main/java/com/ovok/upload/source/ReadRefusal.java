package com.ovok.upload.source;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.s3.S3Error;
import com.ovok.upload.s3.S3Response;

/**
 * Decides what an error of {@code GetObject} means for the file.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">Error responses</a>
 */
final class ReadRefusal {
    private ReadRefusal() {}

    static UploadException of(S3Response response, S3Error error) {
        int status = response.status();
        String refusal = "S3 answered " + status + " (" + error + ") to the read of the source object. ";
        if (error.isRetryable(status)) {
            return new UploadException.Unavailable(
                    Problem.UNAVAILABLE,
                    refusal + "It may pass later.",
                    response.retryAfter().orElse(null),
                    null);
        }
        if (error.isOfClock()) {
            return new UploadException.Unavailable(
                    Problem.CLOCK, refusal + "The clock of this function or of S3 is wrong.", null);
        }
        return permanent(status, error, refusal);
    }

    private static UploadException permanent(int status, S3Error error, String refusal) {
        if (error.isOfArchivedObject()) {
            String where = error.storageClass().isEmpty() ? "" : " (" + error.storageClass() + ")";
            return new UploadException.Rejected(
                    Problem.SOURCE_ARCHIVED,
                    refusal + "The object is archived" + where + ". Restore it, then send the event again.");
        }
        if (error.isOfCustomerKey()) {
            return new UploadException.Rejected(
                    Problem.SOURCE_ENCRYPTED,
                    refusal + "The object is encrypted with a key of its client (SSE-C). Store it again without.");
        }
        return switch (status) {
            case 404, 405 ->
                new UploadException.Rejected(
                        Problem.SOURCE_NOT_FOUND, refusal + "The object, its version or its bucket does not exist.");
            case 412 ->
                new UploadException.Rejected(
                        Problem.SOURCE_CHANGED,
                        refusal + "It was overwritten since; the newer version has its own event.");
            default ->
                new UploadException.Misconfigured(
                        Problem.SOURCE_DENIED, refusal + "Check the role's s3:GetObject, the KMS key and the region.");
        };
    }
}
