package com.ovok.upload.aws;

import org.jspecify.annotations.Nullable;

/**
 * The keys that sign requests.
 *
 * @param sessionToken of a role's session; null if the keys belong to a user
 */
public record AwsCredentials(
        String accessKeyId,
        String secretAccessKey,
        @Nullable String sessionToken) {

    public AwsCredentials {
        if (accessKeyId.isBlank() || secretAccessKey.isBlank()) {
            throw new IllegalArgumentException("an AWS access key is empty");
        }
    }

    /** Omits the keys. */
    @Override
    public String toString() {
        return "AwsCredentials";
    }
}
