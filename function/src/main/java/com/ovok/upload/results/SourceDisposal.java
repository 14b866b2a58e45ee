package com.ovok.upload.results;

import com.ovok.upload.Deadline;
import com.ovok.upload.PercentEncoding;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.Outcome;
import com.ovok.upload.transfer.TransferListener;
import com.ovok.upload.transfer.TransferResult;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Deletes or moves the version whose document is complete. Has no effect if the version was replaced or deleted in
 * between. Thread-safe.
 *
 * <p>A version without an id is deleted only if the object still has its ETag.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html">CopyObject</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html">DeleteObject</a>
 */
record SourceDisposal(ObjectWriter writer, AfterCompletion action) implements TransferListener {
    private static final Set<Outcome> COMPLETE = EnumSet.of(Outcome.COMPLETED, Outcome.REPEATED);

    @Override
    public void ended(TransferResult result, Deadline deadline) {
        if (COMPLETE.contains(result.outcome())) {
            result.arrivedObject().ifPresent(object -> dispose(object, deadline));
        }
    }

    private void dispose(SourceObject object, Deadline deadline) {
        switch (action) {
            case AfterCompletion.Keep() -> {}
            case AfterCompletion.Delete() -> delete(object, deadline);
            case AfterCompletion.Move(String prefix) -> {
                if (copy(object, prefix + object.key(), deadline)) {
                    delete(object, deadline);
                }
            }
        }
    }

    /** Returns whether the version still existed. */
    private boolean copy(SourceObject object, String target, Deadline deadline) {
        Map<String, String> headers = new HashMap<>(Map.of("x-amz-copy-source", copySource(object)));
        if (object.eTag() != null) {
            headers.put("x-amz-copy-source-if-match", '"' + object.eTag() + '"');
        }
        AwsRequest request = AwsRequest.of("PUT", writer.endpoint().currentUri(object, target), headers, "");
        return writer.send(object, request, "CopyObject", "s3:PutObject", deadline)
                .isPresent();
    }

    private static String copySource(SourceObject object) {
        String version = object.versionId() == null ? "" : "?versionId=" + PercentEncoding.encode(object.versionId());
        return "/" + object.bucket() + S3Endpoint.path(object.key()) + version;
    }

    private void delete(SourceObject object, Deadline deadline) {
        AwsRequest request;
        if (object.hasVersionId()) {
            request = AwsRequest.of("DELETE", writer.endpoint().uri(object), Map.of(), "");
        } else if (object.eTag() != null) {
            Map<String, String> unchanged = Map.of(HttpHeaders.IF_MATCH, '"' + object.eTag() + '"');
            request = AwsRequest.of("DELETE", writer.endpoint().currentUri(object, object.key()), unchanged, "");
        } else {
            throw new UploadException.Rejected(
                    Problem.RESULT_UNDELIVERED,
                    "The object has neither a version id nor an ETag, so that another version could be deleted.");
        }
        writer.send(object, request, "DeleteObject", "s3:DeleteObject and s3:DeleteObjectVersion", deadline);
    }
}
