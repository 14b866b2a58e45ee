package com.ovok.upload.results;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.TransferListener;
import com.ovok.upload.transfer.TransferResult;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Stores the result of a transfer in the tags {@code ovok-document} and {@code ovok-state} of the object's version,
 * beside its other tags. Thread-safe; tags that another program writes at the same moment can be lost, because S3
 * offers no condition.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html">PutObjectTagging</a>
 */
record ObjectTags(ObjectWriter writer) implements TransferListener {
    /** The maximum number of tags of one object. */
    private static final int MOST = 10;

    private static final String VALUE = "[A-Za-z0-9+=._:/@ -]{0,256}";

    @Override
    public void ended(TransferResult result, Deadline deadline) {
        ObjectState.of(result).ifPresent(state -> tag(state, deadline.within(ObjectState.MOST)));
    }

    private void tag(ObjectState state, Deadline deadline) {
        SourceObject object = state.object();
        URI uri = writer.endpoint().uri(object, "tagging");
        AwsRequest get = AwsRequest.get(uri, Map.of());
        Optional<String> read = writer.send(object, get, "GetObjectTagging", "s3:GetObjectTagging", deadline);
        if (read.isEmpty()) {
            return;
        }
        Map<String, String> tags = TagSet.parse(read.get());
        Map<String, String> before = Map.copyOf(tags);
        tags.put("ovok-document", state.documentId());
        tags.put("ovok-state", state.name());
        if (tags.size() > MOST || !state.documentId().matches(VALUE)) {
            throw new UploadException.Rejected(
                    Problem.RESULT_UNDELIVERED,
                    "The object has no room for two more tags, or the id is not a tag's value.");
        }
        if (!tags.equals(before)) {
            AwsRequest put = ObjectWriter.put(uri, TagSet.write(tags), Map.of());
            writer.send(object, put, "PutObjectTagging", "s3:PutObjectTagging", deadline);
        }
    }
}
