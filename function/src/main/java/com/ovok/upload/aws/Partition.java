package com.ovok.upload.aws;

import java.util.Arrays;

/**
 * A group of AWS Regions that share their domains. Duplicates a table of the AWS SDK, whose use loads 430 classes; a
 * test compares both.
 *
 * @see <a href="https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html">
 *     Partitions</a>
 */
enum Partition {
    CHINA("cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    GOV_CLOUD("us-gov-", "amazonaws.com", "api.aws"),
    ISO("us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
    ISO_B("us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
    ISO_E("eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ISO_F("us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    EUROPEAN_SOVEREIGN_CLOUD("eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
    /** The commercial Regions; matches every other name. */
    COMMERCIAL("", "amazonaws.com", "api.aws");

    private final String regions;
    private final String dnsSuffix;
    private final String dualStackDnsSuffix;

    Partition(String regions, String dnsSuffix, String dualStackDnsSuffix) {
        this.regions = regions;
        this.dnsSuffix = dnsSuffix;
        this.dualStackDnsSuffix = dualStackDnsSuffix;
    }

    static Partition of(String region) {
        return Arrays.stream(values())
                .filter(partition -> region.startsWith(partition.regions))
                .findFirst()
                .orElse(COMMERCIAL);
    }

    /** Returns the domain of IPv4 endpoints. */
    String dnsSuffix() {
        return dnsSuffix;
    }

    /** Returns the domain of dual-stack endpoints, except S3's, which are in {@link #dnsSuffix}. */
    String dualStackDnsSuffix() {
        return dualStackDnsSuffix;
    }
}
