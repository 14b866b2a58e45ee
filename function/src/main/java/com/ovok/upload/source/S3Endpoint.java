package com.ovok.upload.source;

import com.ovok.upload.PercentEncoding;
import com.ovok.upload.aws.AwsEndpoints;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Builds the URLs of a Region's objects. */
public record S3Endpoint(AwsEndpoints endpoints) {

    /** Returns the address of the object's version; {@code parameters} go into its query as they are. */
    public URI uri(SourceObject object, String... parameters) {
        List<String> query = new ArrayList<>(List.of(parameters));
        if (object.versionId() != null) {
            query.add("versionId=" + PercentEncoding.encode(object.versionId()));
        }
        String separator = query.isEmpty() ? "" : "?";
        return URI.create(uri(object.bucket(), object.key()) + separator + String.join("&", query));
    }

    /** Returns the address of the key's current version. */
    public URI uri(String bucket, String key) {
        return URI.create(endpoints.bucket(bucket) + path(key));
    }

    /** Returns the key as it stands in an address, with a slash before it. */
    public static String path(String key) {
        return "/" + PercentEncoding.encode(key).replace("%2F", "/");
    }
}
