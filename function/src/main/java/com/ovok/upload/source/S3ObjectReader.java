package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Sequencer;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.s3.S3RefusedException;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.s3.S3Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
        return new S3Object(this, object, Sequencer.NONE, object.upload(), UnaryOperator.identity(), null);
    }

    /** Returns the object of an event. */
    public Arrival arrival(SourceObject object) {
        return arrival(object, UnaryOperator.identity());
    }

    /**
     * Returns the object of an event.
     *
     * @param naming changes the name and the visibility of the object's metadata
     */
    public Arrival arrival(SourceObject object, UnaryOperator<FileInfo> naming) {
        return new Arrival(this, object, skipped, overwrite == Overwrite.REPLACE, naming);
    }

    /**
     * Checks an object by its headers, without reading its bytes.
     *
     * @return empty, with a log line, if the object is not a file
     * @throws com.ovok.upload.UploadException if the object does not exist, or a transfer would fail to read it
     */
    public Optional<ObjectSummary> summarize(SourceObject object, Deadline deadline) {
        Optional<String> reason = skipped.reason(object.key());
        if (reason.isPresent()) {
            return Arrival.skip(object, reason.get());
        }
        ObjectSummary summary = retries.call(deadline, () -> head(object, deadline));
        return summary.isFolder() ? Arrival.skip(object, "a folder") : Optional.of(summary);
    }

    /** Reads the headers with HEAD. Its errors have no body with a reason, so GET follows an error. */
    private ObjectSummary head(SourceObject object, Deadline deadline) {
        AwsRequest request = AwsRequest.head(endpoint.uri(object), pins(object));
        try (S3Response head = send(object, request, "HeadObject", deadline)) {
            return ObjectSummary.of(object, head);
        } catch (S3RefusedException e) {
            return read(object, deadline);
        }
    }

    private ObjectSummary read(SourceObject object, Deadline deadline) {
        try (S3Response get = get(object, deadline)) {
            return ObjectSummary.of(object, get);
        }
    }

    S3Content open(SourceObject object, Deadline deadline) {
        return retries.call(deadline, () -> S3Content.open(this, object, deadline));
    }

    /** Sends the request and returns the successful response with its body unread. */
    S3Response get(SourceObject object, Deadline deadline) {
        try {
            return send(object, AwsRequest.get(endpoint.uri(object), pins(object)), "GetObject", deadline);
        } catch (S3RefusedException e) {
            throw ReadRefusal.of(e);
        }
    }

    private S3Response send(SourceObject object, AwsRequest request, String operation, Deadline deadline)
            throws S3RefusedException {
        return requests.send(request, endpoint.region(object), operation, deadline);
    }

    private static Map<String, String> pins(SourceObject object) {
        return object.eTag() == null ? Map.of() : Map.of(HttpHeaders.IF_MATCH, '"' + object.eTag() + '"');
    }
}
