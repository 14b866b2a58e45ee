package com.ovok.upload.source;

import com.ovok.upload.PercentEncoding;
import com.ovok.upload.aws.AwsEndpoints;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Builds the URLs of objects, in the Region of their event, otherwise in the function's own. */
public record S3Endpoint(AwsEndpoints endpoints) {

    /** Returns the address of the object's version; {@code parameters} go into its query as they are. */
    public URI uri(SourceObject object, String... parameters) {
        List<String> query = new ArrayList<>(List.of(parameters));
        if (object.versionId() != null) {
            query.add("versionId=" + PercentEncoding.encode(object.versionId()));
        }
        String separator = query.isEmpty() ? "" : "?";
        return URI.create(currentUri(object, object.key()) + separator + String.join("&", query));
    }

    /** Returns the address of the current version of {@code key} in the object's bucket. */
    public URI currentUri(SourceObject object, String key) {
        return URI.create(endpoints.bucket(object.bucket(), region(object)) + path(key));
    }

    /** Returns the key as it stands in an address, with a slash before it. */
    public static String path(String key) {
        return "/" + PercentEncoding.encode(key).replace("%2F", "/");
    }

    /** Returns the Region for which requests are signed. A server in place of S3 is in the configured Region. */
    public String region(SourceObject object) {
        boolean replaced = endpoints.overrides().containsKey(AwsEndpoints.S3);
        String region = object.region();
        return replaced || region == null ? endpoints.region() : region;
    }
}
