package com.ovok.upload.source;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * Where the objects of a region are found.
 *
 * @param override a server that is addressed path-style in place of Amazon's, as {@code AWS_ENDPOINT_URL_S3} names it
 */
public record S3Endpoint(Region region, @Nullable URI override) {

    URI uri(SourceObject object) {
        String path = SdkHttpUtils.urlEncodeIgnoreSlashes(object.key());
        String query = object.versionId() == null ? "" : "?versionId=" + SdkHttpUtils.urlEncode(object.versionId());
        return URI.create(bucketUrl(object.bucket()) + "/" + path + query);
    }

    private String bucketUrl(String bucket) {
        if (override != null) {
            return override.toString().replaceFirst("/+$", "") + "/" + bucket;
        }
        String host = "s3." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix();
        // A dot would not match the wildcard of the certificate; names from before 2018 can be no host at all.
        boolean hostName = bucket.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
        return hostName ? "https://" + bucket + "." + host : "https://" + host + "/" + bucket;
    }
}
