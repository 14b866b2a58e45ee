package com.ovok.upload.aws;

import java.util.Set;

/**
 * The error responses of AWS services that a later attempt may cure: by the error code first, then by the status.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">S3's error codes</a>
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">What AWS's SDKs retry</a>
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html">DynamoDB's
 *     error codes</a>
 */
final class RetryableErrors {
    /** S3 reports a failure of the object's KMS key by KMS's own code behind this prefix. */
    private static final String KMS = "KMS.";

    private static final Set<String> CODES = Set.of(
            // Transient errors of S3 itself. A body that S3 calls incomplete was cut on its way: its length is right.
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
            // MinIO's.
            "SlowDownRead",
            "SlowDownWrite",
            // Throttling, as AWS's SDKs know it.
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
            // DynamoDB's: another Region has changed the item at the same moment.
            "ReplicatedWriteConflictException",
            // KMS's.
            "DependencyTimeoutException",
            "KMSInternalException",
            "KeyUnavailableException");

    private static final Set<Integer> STATUSES = Set.of(408, 409, 425, 429);
    /** The only server errors that say what the server will never do. */
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
