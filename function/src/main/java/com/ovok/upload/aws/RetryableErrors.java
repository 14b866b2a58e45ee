package com.ovok.upload.aws;

import java.util.Set;

/**
 * The temporary errors of AWS services, by error code first, then by status.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's error codes</a>
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">What the AWS SDKs
 *     retry</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">DynamoDB's
 *     error codes</a>
 */
final class RetryableErrors {
    /** The prefix with which S3 returns KMS's error code if the object's KMS key fails. */
    private static final String KMS = "KMS.";

    private static final Set<String> CODES = Set.of(
            // Temporary errors of S3. IncompleteBody means that the body was cut in transit, because its declared
            // length is right.
            "Busy",
            "ConditionalRequestConflict",
            "IncompleteBody",
            "InternalError",
            "InternalServerError",
            "OperationAborted",
            "RequestTimeout",
            "RequestTimeoutException",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "SlowDown",
            // MinIO.
            "SlowDownRead",
            "SlowDownWrite",
            // Throttling, as listed by the AWS SDKs.
            "BandwidthLimitExceeded",
            "EC2ThrottledException",
            "PriorRequestNotComplete",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "RequestThrottledException",
            "ThrottledException",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "TooManyRequestsException",
            "TransactionInProgressException",
            // DynamoDB: another Region changed the item at the same moment.
            "ReplicatedWriteConflictException",
            // KMS.
            "DependencyTimeoutException",
            "KMSInternalException",
            "KeyUnavailableException");

    private static final Set<Integer> STATUSES = Set.of(408, 409, 425, 429);
    /** The server errors that are permanent. */
    private static final Set<Integer> NEVER = Set.of(501, 505);

    private RetryableErrors() {}

    static boolean contains(int status, String code) {
        boolean ofKey = code.startsWith(KMS);
        return CODES.contains(ofKey ? code.substring(KMS.length()) : code) || (!ofKey && contains(status));
    }

    private static boolean contains(int status) {
        return STATUSES.contains(status) || (status >= 500 && !NEVER.contains(status));
    }
}
