package com.ovok.upload.api;

import com.ovok.upload.FileInfo;
import com.ovok.upload.Fingerprint;
import com.ovok.upload.source.RequestBody;
import com.ovok.upload.source.Requested;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.source.Source;
import com.ovok.upload.source.SourceObject;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The upload that a request asks for.
 *
 * @param naming applies the request's name and visibility to the file's own
 * @param fingerprint equal for the same file under the same name, in whatever form it was sent
 */
record UploadRequest(Source file, UnaryOperator<FileInfo> naming, String fingerprint) {

    /** Creates a request that contains the file. */
    static UploadRequest of(FileInfo file, byte[] bytes) {
        String fingerprint = Fingerprint.of(
                file.fileName(), file.contentType(), String.valueOf(file.isPublic()), Fingerprint.of(bytes));
        return new UploadRequest(new RequestBody(fingerprint, file, bytes), UnaryOperator.identity(), fingerprint);
    }

    /**
     * Creates a request that refers to an object in S3, whose own name and visibility apply if the parameters are null.
     */
    static UploadRequest of(
            S3ObjectReader objects, SourceObject object, @Nullable String fileName, @Nullable Boolean isPublic) {
        String fingerprint = Fingerprint.of(object.id(), String.valueOf(fileName), String.valueOf(isPublic));
        return new UploadRequest(objects.of(object), file -> file.with(fileName, isPublic), fingerprint);
    }

    /**
     * Returns the file under this request's transfer key. Only requests with the same {@code Idempotency-Key} and
     * caller share a key.
     */
    Source askedForBy(ApiRequest request) {
        return request.idempotencyKey()
                .map(key -> new Requested(
                        Fingerprint.of("key", request.identifiedCaller(), key), fingerprint, file, naming))
                .orElseGet(() -> new Requested(request.id(), "", file, naming));
    }
}
