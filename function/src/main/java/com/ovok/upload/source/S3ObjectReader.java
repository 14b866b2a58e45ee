package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.FileInfo;
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
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/**
 * Reads objects with one signed {@code GET} each, pinned to the version and ETag that the event named. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
public final class S3ObjectReader {
    private final S3Http http;
    private final S3Endpoint endpoint;
    private final AwsSigner signer;
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
    public S3ObjectReader(
            S3Http http, S3Endpoint endpoint, AwsSigner signer, Overwrite overwrite, RetryPolicy backoff) {
        this(http, endpoint, signer, overwrite, SkippedFiles.STANDARD, backoff);
    }

    /**
     * The objects that these credentials may read.
     *
     * @param skipped which arrivals are not files
     * @param backoff for the first read of an object; one that breaks off later is repeated together with the upload
     */
    public S3ObjectReader(
            S3Http http,
            S3Endpoint endpoint,
            AwsSigner signer,
            Overwrite overwrite,
            SkippedFiles skipped,
            RetryPolicy backoff) {
        this.http = http;
        this.endpoint = endpoint;
        this.signer = signer;
        this.overwrite = overwrite;
        this.skipped = skipped;
        this.backoff = backoff;
    }

    /** The object as a source of one transfer. */
    public Source of(SourceObject object) {
        return new S3Object(this, object, Sequencer.NONE, object.upload(), UnaryOperator.identity(), null);
    }

    /** The object of an event. */
    public Arrival arrival(SourceObject object) {
        return arrival(object, UnaryOperator.identity());
    }

    /**
     * The object of an event, whose document differs from what the object's metadata say.
     *
     * @param naming what becomes of the name and the visibility
     */
    public Arrival arrival(SourceObject object, UnaryOperator<FileInfo> naming) {
        return new Arrival(this, object, skipped, overwrite == Overwrite.REPLACE, naming);
    }

    /**
     * Checks an object by its headers, without reading its bytes.
     *
     * @return empty, with a log line, if the object is not a file
     * @throws UploadException if the object does not exist, or a transfer would fail to read it
     */
    public Optional<ObjectSummary> summarize(SourceObject object, Deadline deadline) {
        Optional<String> reason = skipped.reason(object.key());
        if (reason.isPresent()) {
            return Arrival.skip(object, reason.get());
        }
        ObjectSummary summary = backoff.call(deadline, () -> head(object, deadline));
        return summary.isFolder() ? Arrival.skip(object, "a folder") : Optional.of(summary);
    }

    /** An error of HEAD has no body that says why, so GET asks again. */
    private ObjectSummary head(SourceObject object, Deadline deadline) {
        AwsRequest request = AwsRequest.head(endpoint.uri(object), pins(object));
        try (S3Response head = send(sign(object, request, deadline), deadline)) {
            if (head.status() == HttpStatus.SC_OK) {
                return ObjectSummary.of(object, head);
            }
        }
        try (S3Response get = get(object, deadline)) {
            return ObjectSummary.of(object, get);
        }
    }

    S3Content open(SourceObject object, Deadline deadline) {
        return backoff.call(deadline, () -> S3Content.open(this, object, deadline));
    }

    /** Sends the request; the body of the answer, always a success, is still to be read. */
    S3Response get(SourceObject object, Deadline deadline) {
        boolean last = false;
        while (true) {
            S3Response answer = send(sign(object, deadline), deadline);
            if (answer.status() == HttpStatus.SC_OK) {
                return answer;
            }
            try (answer) {
                S3Error error = answer.error();
                if (last || !error.isOfClock() || !http.skew().adopt(answer)) {
                    throw ReadRefusal.of(answer, error);
                }
                last = true;
            }
        }
    }

    private S3Response send(HttpUriRequestBase request, Deadline deadline) {
        try {
            return http.send(request, deadline);
        } catch (IOException e) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "S3 could not be reached to read the source object.", e);
        }
    }

    HttpUriRequestBase sign(SourceObject object, Deadline deadline) {
        return sign(object, AwsRequest.get(endpoint.uri(object), pins(object)), deadline);
    }

    private HttpUriRequestBase sign(SourceObject object, AwsRequest request, Deadline deadline) {
        return signer.in(endpoint.region(object)).sign(request, AwsEndpoints.S3, http.skew(), deadline);
    }

    private static Map<String, String> pins(SourceObject object) {
        return object.eTag() == null ? Map.of() : Map.of(HttpHeaders.IF_MATCH, '"' + object.eTag() + '"');
    }
}
