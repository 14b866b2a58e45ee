package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Sequencer;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.s3.S3RefusedException;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.s3.S3Response;
import java.util.Map;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Reads objects with signed {@code GET} requests, pinned to the event's version and ETag. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
public final class S3ObjectReader {
    private final S3Requests requests;
    private final S3Endpoint endpoint;
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
    public S3ObjectReader(S3Requests requests, S3Endpoint endpoint, Overwrite overwrite, RetryPolicy retries) {
        this(requests, endpoint, overwrite, SkippedFiles.STANDARD, retries);
    }

    /**
     * Creates a reader of the objects that these credentials may read.
     *
     * @param skipped which arriving objects are not files
     * @param retries for the first read of an object; a later failure is retried together with the upload
     */
    public S3ObjectReader(
            S3Requests requests, S3Endpoint endpoint, Overwrite overwrite, SkippedFiles skipped, RetryPolicy retries) {
        this.requests = requests;
        this.endpoint = endpoint;
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
        Map<String, String> headers =
                object.eTag() == null ? Map.of() : Map.of(HttpHeaders.IF_MATCH, '"' + object.eTag() + '"');
        AwsRequest get = AwsRequest.get(endpoint.uri(object), headers);
        try {
            return requests.send(get, endpoint.region(object), "GetObject", deadline);
        } catch (S3RefusedException e) {
            throw ReadRefusal.of(e);
        }
    }
}
