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
 * Reads objects with one signed {@code GET} each, pinned to the version and ETag that the event named. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
public final class S3ObjectReader {
    private final S3Requests requests;
    private final S3Endpoint endpoint;
    private final Overwrite overwrite;
    private final SkippedFiles skipped;
    private final RetryPolicy backoff;

    /** What a new version of an object becomes. */
    public enum Overwrite {
        /** A document of its own. */
        NEW,
        /** The file of the document that was made for the same key. */
        REPLACE
    }

    /** The same objects, without the usual ones that are not files. */
    public S3ObjectReader(S3Requests requests, S3Endpoint endpoint, Overwrite overwrite, RetryPolicy backoff) {
        this(requests, endpoint, overwrite, SkippedFiles.STANDARD, backoff);
    }

    /**
     * The objects that these credentials may read.
     *
     * @param skipped which arrivals are not files
     * @param backoff for the first read of an object; one that breaks off later is repeated together with the upload
     */
    public S3ObjectReader(
            S3Requests requests, S3Endpoint endpoint, Overwrite overwrite, SkippedFiles skipped, RetryPolicy backoff) {
        this.requests = requests;
        this.endpoint = endpoint;
        this.overwrite = overwrite;
        this.skipped = skipped;
        this.backoff = backoff;
    }

    /** The object as a source of one transfer. */
    public Source of(SourceObject object) {
        return new S3Object(this, object, Sequencer.NONE, object.upload(), null);
    }

    /** The object of an event. */
    public Arrival arrival(SourceObject object) {
        return new Arrival(this, object, skipped, overwrite == Overwrite.REPLACE);
    }

    S3Content open(SourceObject object, Deadline deadline) {
        return backoff.call(deadline, () -> S3Content.open(this, object, deadline));
    }

    /** Sends the request; the body of the response, always a success, is still to be read. */
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
