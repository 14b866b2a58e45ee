package com.ovok.upload.results;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.ovok.upload.Deadline;
import com.ovok.upload.Json;
import com.ovok.upload.aws.AwsRequest;
import com.ovok.upload.source.SourceObject;
import com.ovok.upload.transfer.TransferListener;
import com.ovok.upload.transfer.TransferResult;
import java.net.URI;
import java.util.Map;

/**
 * Stores the result of a transfer as the annotation {@code ovok-document} of the object's version. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectAnnotation.html">PutObjectAnnotation</a>
 */
record ObjectAnnotation(ObjectWriter writer) implements TransferListener {
    private static final String NAME = "ovok-document";

    @Override
    public void ended(TransferResult result, Deadline deadline) {
        ObjectState.of(result).ifPresent(state -> put(state, deadline.within(ObjectState.MOST)));
    }

    private void put(ObjectState state, Deadline deadline) {
        SourceObject object = state.object();
        String body = Json.write(JsonNodeFactory.instance
                .objectNode()
                .put("version", "1.0")
                .put("state", state.name())
                .put("documentId", state.documentId()));
        URI uri = writer.endpoint().uri(object, "annotation", "annotationName=" + NAME);
        Map<String, String> headers =
                object.eTag() == null ? Map.of() : Map.of("x-amz-object-if-match", '"' + object.eTag() + '"');
        AwsRequest request = ObjectWriter.put(uri, body, headers);
        writer.send(object, request, "PutObjectAnnotation", "s3:PutObjectAnnotation", deadline);
    }
}
