package com.ovok.upload.source;

import com.ovok.upload.PercentEncoding;
import com.ovok.upload.aws.AwsEndpoints;
import java.net.URI;

/** Where objects are found: in the Region that their event names, otherwise in the function's own. */
public record S3Endpoint(AwsEndpoints endpoints) {

    URI uri(SourceObject object) {
        String path = PercentEncoding.encode(object.key()).replace("%2F", "/");
        String query = object.versionId() == null ? "" : "?versionId=" + PercentEncoding.encode(object.versionId());
        return URI.create(endpoints.bucket(object.bucket(), region(object)) + "/" + path + query);
    }

    /** Returns the Region for which requests are signed. A server in place of S3 is in the configured Region. */
    String region(SourceObject object) {
        boolean replaced = endpoints.overrides().containsKey(AwsEndpoints.S3);
        String region = object.region();
        return replaced || region == null ? endpoints.region() : region;
    }
}
