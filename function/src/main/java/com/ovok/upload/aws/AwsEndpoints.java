package com.ovok.upload.aws;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * The endpoints of AWS services in one Region.
 *
 * @param region such as {@code eu-central-1}
 * @param fips whether to use endpoints validated by FIPS 140
 * @param dualStack whether to use endpoints with IPv4 and IPv6 addresses
 * @param overrides endpoints in place of AWS's, by the name of the service
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
 *     endpoints</a>
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html">Dual-stack and FIPS
 *     endpoints</a>
 */
public record AwsEndpoints(String region, boolean fips, boolean dualStack, Map<String, URI> overrides) {
    /** The name of Amazon S3 in the overrides and in a signature's scope. */
    public static final String S3 = "s3";

    private static final Set<String> GOV_CLOUD_VALIDATED =
            Set.of(AwsService.DYNAMODB.name(), AwsService.EVENT_BRIDGE.name());

    public AwsEndpoints {
        overrides = Map.copyOf(overrides);
        if ((fips || dualStack) && !overrides.isEmpty()) {
            throw new IllegalArgumentException("not allowed together with FIPS or dual-stack endpoints");
        }
    }

    /** Creates the standard endpoints of a Region. */
    public static AwsEndpoints of(String region) {
        return new AwsEndpoints(region, false, false, Map.of());
    }

    /** Returns the URL to which the service's requests are sent. */
    URI address(AwsService service) {
        URI override = overrides.get(service.name());
        return override == null ? URI.create("https://" + host(service.name()) + "/") : override;
    }

    private String host(String service) {
        Partition partition = Partition.of(region);
        boolean marked = fips && !isFipsAnyway(service, partition);
        boolean renamed = dualStack && !isDualStackAnyway(service, partition);
        return service + (marked ? "-fips." : ".") + region + "."
                + (renamed ? partition.dualStackDnsSuffix() : partition.dnsSuffix());
    }

    /** The standard endpoints of DynamoDB and EventBridge in GovCloud are FIPS endpoints. */
    private boolean isFipsAnyway(String service, Partition partition) {
        return GOV_CLOUD_VALIDATED.contains(service) && partition == Partition.GOV_CLOUD && !dualStack;
    }

    /** Secrets Manager's standard endpoints also have IPv6 addresses. */
    private boolean isDualStackAnyway(String service, Partition partition) {
        return service.equals(AwsService.SECRETS_MANAGER.name())
                && switch (partition) {
                    case COMMERCIAL, GOV_CLOUD -> true;
                    case CHINA -> !fips;
                    case ISO, ISO_B, ISO_E, ISO_F, EUROPEAN_SOVEREIGN_CLOUD -> false;
                };
    }

    /**
     * Returns the URL of a bucket without a trailing slash: virtual-hosted style if the certificate covers the name;
     * otherwise, and for an overridden endpoint, path style.
     *
     * @param bucketRegion the Region of the bucket; ignored for an overridden endpoint, which has all buckets
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting</a>
     */
    public String bucket(String bucket, String bucketRegion) {
        URI override = overrides.get(S3);
        if (override != null) {
            return override.toString().replaceFirst("/+$", "") + "/" + bucket;
        }
        String host = (fips ? "s3-fips." : "s3.") + (dualStack ? "dualstack." : "") + bucketRegion + "."
                + Partition.of(bucketRegion).dnsSuffix();
        // The certificate's wildcard does not match a dot. Bucket names from before 2018 can be invalid host names.
        boolean hostName = bucket.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
        return hostName ? "https://" + bucket + "." + host : "https://" + host + "/" + bucket;
    }
}
