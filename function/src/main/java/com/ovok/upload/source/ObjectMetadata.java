package com.ovok.upload.source;

import com.ovok.upload.FileInfo;
import com.ovok.upload.s3.S3Response;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Reads a document's name, type and visibility from an object's headers.
 *
 * <p>User metadata {@code ovok-file-name} names the document, {@code ovok-is-public: true} makes it public.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Object metadata</a>
 */
final class ObjectMetadata {
    private ObjectMetadata() {}

    static FileInfo fileInfo(String key, S3Response response) {
        String path = response.header("x-amz-meta-ovok-file-name")
                .map(FileNames::decode)
                .orElse(key);
        boolean isPublic = response.header("x-amz-meta-ovok-is-public")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        return FileInfo.of(path, response.header(HttpHeaders.CONTENT_TYPE).orElse(""), isPublic);
    }
}
