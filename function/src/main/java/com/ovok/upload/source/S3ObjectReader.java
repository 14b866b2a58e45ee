package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.aws.AwsSigner;
import com.ovok.upload.s3.S3Error;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Response;
import java.io.IOException;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Reads objects with signed {@code GET} requests, pinned to the event's version and ETag. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
public final class S3ObjectReader {
    private final S3Http http;
    private final S3Endpoint endpoint;
    private final AwsSigner signer;
    private final Overwrite overwrite;
    private final SkippedFiles skipped;
    private final RetryPolicy retries;

    /** The effect of a new version of an object. */
    public enum Overwrite {
        /** Creates another document. */
        NEW,
        /** Replaces the file of the document that was created for the same key. */
        REPLACE
    }

    /** Creates a reader that skips the standard names. */
    public S3ObjectReader(
            S3Http http, S3Endpoint endpoint, AwsSigner signer, Overwrite overwrite, RetryPolicy retries) {
        this(http, endpoint, signer, overwrite, SkippedFiles.STANDARD, retries);
    }

    /**
     * Creates a reader of the objects that these credentials may read.
     *
     * @param skipped which arriving objects are not files
     * @param retries for the first read of an object; a later failure is retried together with the upload
     */
    public S3ObjectReader(
            S3Http http,
            S3Endpoint endpoint,
            AwsSigner signer,
            Overwrite overwrite,
            SkippedFiles skipped,
            RetryPolicy retries) {
        this.http = http;
        this.endpoint = endpoint;
        this.signer = signer;
        this.overwrite = overwrite;
        this.skipped = skipped;
        this.retries = retries;
    }

    /** Returns the object as the source of one transfer. */
    public Source of(SourceObject object) {
        return new S3Object(this, object, Sequencer.NONE, object.upload(), null);
    }

    /** Returns the object of an event. */
    public Arrival arrival(SourceObject object) {
        return new Arrival(this, object, skipped, overwrite == Overwrite.REPLACE);
    }

    S3Content open(SourceObject object, Deadline deadline) {
        return retries.call(deadline, () -> S3Content.open(this, object, deadline));
    }

    /** Sends the request and returns the successful response with its body unread. */
    S3Response get(SourceObject object, Deadline deadline) {
        boolean last = false;
        while (true) {
            S3Response response = send(sign(object, deadline), deadline);
            if (response.status() == HttpStatus.SC_OK) {
                return response;
            }
            try (response) {
                S3Error error = response.error();
                if (last || !error.isOfClock() || !http.skew().adopt(response)) {
                    throw refused(response, error);
                }
                last = true;
            }
        }
    }

    private S3Response send(HttpUriRequestBase get, Deadline deadline) {
        try {
            return http.send(get, deadline);
        } catch (IOException e) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "S3 could not be reached to read the source object.", e);
        }
    }

    private HttpUriRequestBase sign(SourceObject object, Deadline deadline) {
        Map<String, String> headers =
                object.eTag() == null ? Map.of() : Map.of(HttpHeaders.IF_MATCH, '"' + object.eTag() + '"');
        AwsRequest get = AwsRequest.get(endpoint.uri(object), headers);
        return signer.sign(get, AwsEndpoints.S3, http.skew(), deadline);
    }

    private static UploadException refused(S3Response response, S3Error error) {
        int status = response.status();
        String returned = "S3 returned " + status + " (" + error + ") to the read of the source object. ";
        if (error.isRetryable(status)) {
            return new UploadException.Unavailable(
                    Problem.UNAVAILABLE,
                    returned + "Retry later.",
                    response.retryAfter().orElse(null),
                    null);
        }
        if (error.isOfClock()) {
            return new UploadException.Unavailable(
                    Problem.CLOCK, returned + "The clock of this function or of S3 is wrong.", null);
        }
        return switch (status) {
            case 404, 405 ->
                new UploadException.Rejected(
                        Problem.SOURCE_NOT_FOUND, returned + "The object, its version or its bucket does not exist.");
            case 412 ->
                new UploadException.Rejected(
                        Problem.SOURCE_CHANGED, returned + "It was overwritten; the newer version has its own event.");
            default ->
                new UploadException.Misconfigured(
                        Problem.SOURCE_DENIED, returned + "Check the role's s3:GetObject, the KMS key and the Region.");
        };
    }
}
