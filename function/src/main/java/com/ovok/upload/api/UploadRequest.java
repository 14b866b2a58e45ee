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
 * What a request asks for.
 *
 * @param naming what it makes of the file's own name and visibility
 * @param fingerprint the same for the same file under the same name, however it was sent
 */
record UploadRequest(Source file, UnaryOperator<FileInfo> naming, String fingerprint) {

    /** A file that the request brings. */
    static UploadRequest of(FileInfo file, byte[] bytes) {
        String fingerprint = Fingerprint.of(
                file.fileName(), file.contentType(), String.valueOf(file.isPublic()), Fingerprint.of(bytes));
        return new UploadRequest(new RequestBody(fingerprint, file, bytes), UnaryOperator.identity(), fingerprint);
    }

    /** A file that lies in a bucket; its own name and visibility stand in for those that are null. */
    static UploadRequest of(
            S3ObjectReader objects, SourceObject object, @Nullable String fileName, @Nullable Boolean isPublic) {
        String fingerprint = Fingerprint.of(object.id(), String.valueOf(fileName), String.valueOf(isPublic));
        return new UploadRequest(objects.of(object), file -> file.with(fileName, isPublic), fingerprint);
    }

    /** Makes each request a transfer of its own, but for those that carry the same key of the same caller. */
    Source askedForBy(ApiRequest request) {
        return request.idempotencyKey()
                .map(key -> new Requested(
                        Fingerprint.of("key", request.identifiedCaller(), key), fingerprint, file, naming))
                .orElseGet(() -> new Requested(request.id(), "", file, naming));
    }
}
