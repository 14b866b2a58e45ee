package com.ovok.upload.aws;

import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * The addresses of AWS services in one Region.
 *
 * @param region such as {@code eu-central-1}
 * @param fips whether hosts are used whose cryptography is validated by FIPS 140
 * @param dualStack whether hosts are used that have IPv6 addresses too
 * @param overrides servers in place of AWS's, by the name of the service
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html">Service-specific
 *     endpoints</a>
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html">Dual-stack and FIPS
 *     endpoints</a>
 */
public record AwsEndpoints(String region, boolean fips, boolean dualStack, Map<String, URI> overrides) {
    /** The name of Amazon S3 among the overrides and in the scope of a signature. */
    public static final String S3 = "s3";

    private static final Set<String> GOV_CLOUD_VALIDATED =
            Set.of(AwsService.DYNAMODB.name(), AwsService.EVENT_BRIDGE.name());

    public AwsEndpoints {
        overrides = Map.copyOf(overrides);
        if ((fips || dualStack) && !overrides.isEmpty()) {
            throw new IllegalArgumentException("set beside FIPS or dual-stack endpoints, which are AWS's own");
        }
    }

    /** Creates the usual addresses of a Region. */
    public static AwsEndpoints of(String region) {
        return new AwsEndpoints(region, false, false, Map.of());
    }

    /** Returns the address to which the service's requests are sent. */
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

    /** The usual hosts of DynamoDB and EventBridge in GovCloud are the validated ones. */
    private boolean isFipsAnyway(String service, Partition partition) {
        return GOV_CLOUD_VALIDATED.contains(service) && partition == Partition.GOV_CLOUD && !dualStack;
    }

    /** Secrets Manager's usual hosts have IPv6 addresses too. */
    private boolean isDualStackAnyway(String service, Partition partition) {
        return service.equals(AwsService.SECRETS_MANAGER.name())
                && switch (partition) {
                    case COMMERCIAL, GOV_CLOUD -> true;
                    case CHINA -> !fips;
                    case ISO, ISO_B, ISO_E, ISO_F, EUROPEAN_SOVEREIGN_CLOUD -> false;
                };
    }

    /**
     * Returns the address of a bucket, without a slash at its end: by its host if the certificate allows, otherwise and
     * on another server by its path.
     *
     * @param bucketRegion the Region of the bucket; another server has all buckets, whatever their Region
     * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html">Virtual hosting</a>
     */
    public String bucket(String bucket, String bucketRegion) {
        URI override = overrides.get(S3);
        if (override != null) {
            return override.toString().replaceFirst("/+$", "") + "/" + bucket;
        }
        String host = (fips ? "s3-fips." : "s3.") + (dualStack ? "dualstack." : "") + bucketRegion + "."
                + Partition.of(bucketRegion).dnsSuffix();
        // A dot would not match the wildcard of the certificate; names from before 2018 can be no host at all.
        boolean hostName = bucket.matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
        return hostName ? "https://" + bucket + "." + host : "https://" + host + "/" + bucket;
    }
}
