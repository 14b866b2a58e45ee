package com.ovok.upload.source;

import com.ovok.upload.PercentEncoding;
import com.ovok.upload.aws.AwsEndpoints;
import java.net.URI;

/** Builds the URLs of a Region's objects. */
public record S3Endpoint(AwsEndpoints endpoints) {

    URI uri(SourceObject object) {
        String path = PercentEncoding.encode(object.key()).replace("%2F", "/");
        String query = object.versionId() == null ? "" : "?versionId=" + PercentEncoding.encode(object.versionId());
        return URI.create(endpoints.bucket(object.bucket()) + "/" + path + query);
    }
}
