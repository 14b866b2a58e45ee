package com.ovok.upload.results;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.s3.S3Error;
import com.ovok.upload.s3.S3RefusedException;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.s3.S3Response;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;

/** Sends the requests that change source objects, with retries. Thread-safe. */
record ObjectWriter(S3Requests requests, S3Endpoint endpoint, RetryPolicy retries) {
    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    /** The longest response in bytes: ten tags. */
    private static final int MAX_RESPONSE = 64 * 1024;

    /**
     * Sends a request and returns the body of the response; empty if the object no longer exists or has changed.
     *
     * @param object that the request is about
     * @param permission that the role needs, for messages
     * @throws UploadException.Misconfigured if S3 rejects the request
     */
    Optional<String> send(
            SourceObject object, AwsRequest request, String operation, String permission, Deadline deadline) {
        return retries.call(deadline, () -> attempt(object, request, operation, permission, deadline));
    }

    private Optional<String> attempt(
            SourceObject object, AwsRequest request, String operation, String permission, Deadline deadline) {
        try (S3Response response = requests.send(request, endpoint.region(object), operation, deadline)) {
            return Optional.of(read(response, operation));
        } catch (S3RefusedException e) {
            if (e.status() == NOT_FOUND || e.status() == PRECONDITION_FAILED) {
                return Optional.empty();
            }
            throw new UploadException.Misconfigured(
                    Problem.RESULT_UNDELIVERED, e.getMessage() + " Check the role's " + permission + ".", e);
        }
    }

    /** Reads the body. CopyObject can send an error in the body of a success. */
    private static String read(S3Response response, String operation) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(MAX_RESPONSE);
            S3Error error = S3Error.parse(bytes);
            if (!error.code().isEmpty()) {
                throw new UploadException.Unavailable(
                        Problem.UNAVAILABLE, "S3 failed during " + operation + " (" + error + "). Retry later.", null);
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "The response of S3 to " + operation + " was incomplete. Retry later.", e);
        }
    }

    /** Creates a request that stores {@code body}, whose digest S3 checks. */
    static AwsRequest put(URI uri, String body, Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(HttpHeaders.CONTENT_MD5, md5(body));
        return AwsRequest.of("PUT", uri, all, body);
    }

    private static String md5(String body) {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has MD5.", e);
        }
    }
}
