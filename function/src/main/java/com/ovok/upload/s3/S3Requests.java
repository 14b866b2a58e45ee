package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.aws.AwsSigner;
import java.io.IOException;
import java.util.Optional;

/** Sends signed requests to S3. Repeats a request once with a corrected clock if S3 rejects its time. Thread-safe. */
public record S3Requests(S3Http http, AwsSigner signer) {

    /**
     * Sends a request and returns the successful response with its body unread.
     *
     * @param region of the bucket
     * @param operation the name of the operation, for messages
     * @throws S3RefusedException if S3 would reject the same request again
     * @throws UploadException.Unavailable if S3 could not be reached, or its error is temporary
     */
    public S3Response send(AwsRequest request, String region, String operation, Deadline deadline)
            throws S3RefusedException {
        S3Response response = sendOnce(request, region, operation, deadline);
        Optional<S3Error> error = errorOf(response);
        if (error.filter(S3Error::isOfClock).isPresent() && http.skew().adopt(response)) {
            response = sendOnce(request, region, operation, deadline);
            error = errorOf(response);
        }
        if (error.isPresent()) {
            throw refused(response, error.get(), operation);
        }
        return response;
    }

    private S3Response sendOnce(AwsRequest request, String region, String operation, Deadline deadline) {
        try {
            return http.send(signer.in(region).sign(request, AwsEndpoints.S3, http.skew(), deadline), deadline);
        } catch (IOException e) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "S3 could not be reached for " + operation + ".", e);
        }
    }

    /** Returns an empty value for a success, whose body stays unread. */
    private static Optional<S3Error> errorOf(S3Response response) {
        if (response.status() / 100 == 2) {
            return Optional.empty();
        }
        try (response) {
            return Optional.of(response.error());
        }
    }

    private static S3RefusedException refused(S3Response response, S3Error error, String operation) {
        S3RefusedException refused = new S3RefusedException(operation, response.status(), error);
        if (error.isRetryable(response.status())) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE,
                    refused.getMessage() + " Retry later.",
                    response.retryAfter().orElse(null),
                    null);
        }
        if (error.isOfClock()) {
            throw new UploadException.Unavailable(
                    Problem.CLOCK, refused.getMessage() + " The clock of this function or of S3 is wrong.", null);
        }
        return refused;
    }
}
