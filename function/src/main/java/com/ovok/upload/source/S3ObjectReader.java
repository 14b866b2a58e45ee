package com.ovok.upload.source;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import com.ovok.upload.s3.S3Error;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Response;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Reads objects with one signed {@code GET} each, pinned to the version and ETag that the event named. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 */
public final class S3ObjectReader {
    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    private final S3Http http;
    private final S3Endpoint endpoint;
    private final AwsCredentialsProvider credentials;
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
            S3Http http,
            S3Endpoint endpoint,
            AwsCredentialsProvider credentials,
            Overwrite overwrite,
            RetryPolicy backoff) {
        this(http, endpoint, credentials, overwrite, SkippedFiles.STANDARD, backoff);
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
            AwsCredentialsProvider credentials,
            Overwrite overwrite,
            SkippedFiles skipped,
            RetryPolicy backoff) {
        this.http = http;
        this.endpoint = endpoint;
        this.credentials = credentials;
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

    /** Sends the request; the body of the answer, always a success, is still to be read. */
    S3Response get(SourceObject object, Deadline deadline) {
        boolean last = false;
        while (true) {
            S3Response answer = send(sign(object, http.skew().corrected(deadline.clock())), deadline);
            if (answer.status() == HttpStatus.SC_OK) {
                return answer;
            }
            try (answer) {
                S3Error error = answer.error();
                if (last || !error.isOfClock() || !http.skew().adopt(answer)) {
                    throw refused(answer, error);
                }
                last = true;
            }
        }
    }

    private S3Response send(HttpGet get, Deadline deadline) {
        try {
            return http.send(get, deadline);
        } catch (IOException e) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "S3 could not be reached to read the source object.", e);
        }
    }

    private HttpGet sign(SourceObject object, InstantSource clock) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(endpoint.uri(object));
        if (object.eTag() != null) {
            request.putHeader(HttpHeaders.IF_MATCH, '"' + object.eTag() + '"');
        }
        SdkHttpRequest signed = SIGNER.sign(s -> s.identity(credentials())
                        .request(request.build())
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(
                                AwsV4HttpSigner.REGION_NAME, endpoint.region().id())
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
                .request();
        HttpGet get = new HttpGet(endpoint.uri(object));
        signed.forEachHeader((name, values) -> values.forEach(value -> get.addHeader(name, value)));
        get.removeHeaders(HttpHeaders.HOST);
        return get;
    }

    private AwsCredentials credentials() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new UploadException.Misconfigured(Problem.SETTINGS, "No AWS credentials were found.", e);
        }
    }

    private static UploadException refused(S3Response response, S3Error error) {
        int status = response.status();
        String answer = "S3 answered " + status + " (" + error + ") to the read of the source object. ";
        if (error.isRetryable(status)) {
            return new UploadException.Unavailable(
                    Problem.UNAVAILABLE,
                    answer + "It may pass later.",
                    response.retryAfter().orElse(null),
                    null);
        }
        if (error.isOfClock()) {
            return new UploadException.Unavailable(
                    Problem.CLOCK, answer + "The clock of this function or of S3 is wrong.", null);
        }
        return switch (status) {
            case 404, 405 ->
                new UploadException.Rejected(
                        Problem.SOURCE_NOT_FOUND, answer + "The object, its version or its bucket does not exist.");
            case 412 ->
                new UploadException.Rejected(
                        Problem.SOURCE_CHANGED,
                        answer + "It was overwritten since; the newer version has its own event.");
            default ->
                new UploadException.Misconfigured(
                        Problem.SOURCE_DENIED, answer + "Check the role's s3:GetObject, the KMS key and the region.");
        };
    }
}
