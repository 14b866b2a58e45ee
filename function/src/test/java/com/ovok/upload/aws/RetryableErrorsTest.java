package com.ovok.upload.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.internal.retry.SdkDefaultRetrySetting;

class RetryableErrorsTest {

    @ParameterizedTest
    @MethodSource
    void retriesCodesOfTheSdk(String code) {
        assertThat(RetryableErrors.contains(400, code)).isTrue();
        assertThat(RetryableErrors.contains(403, code)).isTrue();
    }

    static Stream<String> retriesCodesOfTheSdk() {
        return Stream.concat(
                software.amazon.awssdk.awscore.internal.AwsErrorCode.RETRYABLE_ERROR_CODES.stream(),
                software.amazon.awssdk.awscore.internal.AwsErrorCode.THROTTLING_ERROR_CODES.stream());
    }

    @Test
    void containsClockErrorsOfTheSdk() {
        assertThat(AwsErrorCode.CLOCK)
                .isEqualTo(software.amazon.awssdk.awscore.internal.AwsErrorCode.DEFINITE_CLOCK_SKEW_ERROR_CODES)
                .allMatch(code -> new AwsErrorCode(code).isOfClock());
        assertThat(AwsErrorCode.SIGNATURE)
                .isEqualTo(software.amazon.awssdk.awscore.internal.AwsErrorCode.POSSIBLE_CLOCK_SKEW_ERROR_CODES)
                .noneMatch(code -> new AwsErrorCode(code).isOfClock())
                .allMatch(code -> new AwsErrorCode(code).mayBeOfClock());
    }

    @Test
    void retriesStatusesOfTheSdk() {
        assertThat(SdkDefaultRetrySetting.RETRYABLE_STATUS_CODES)
                .isNotEmpty()
                .allMatch(status -> RetryableErrors.contains(status, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "503, SlowDown",
        "503, ServiceUnavailable",
        "503, Busy",
        "500, InternalError",
        "409, OperationAborted",
        "409, ConditionalRequestConflict",
        "400, RequestTimeout",
        "400, IncompleteBody",
        "200, InternalError",
        "400, ReplicatedWriteConflictException",
        "400, KMS.ThrottlingException",
        "400, KMS.KMSInternalException",
        "503, KMS.DependencyTimeoutException"
    })
    void retriesTemporaryCodesOfS3AndKms(int status, String code) {
        assertThat(RetryableErrors.contains(status, code)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 429, 500, 502, 503, 504, 507, 509, 520, 522, 529, 599})
    void retriesTemporaryStatusesWithoutCode(int status) {
        assertThat(RetryableErrors.contains(status, "")).isTrue();
        assertThat(RetryableErrors.contains(status, "SomethingNew")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ''",
        "400, EntityTooLarge",
        "401, ''",
        "403, AccessDenied",
        "403, RequestTimeTooSkewed",
        "403, InvalidObjectState",
        "404, NoSuchKey",
        "411, MissingContentLength",
        "412, PreconditionFailed",
        "400, ConditionalCheckFailedException",
        "400, ResourceNotFoundException",
        "416, InvalidRange",
        "451, ''",
        "501, NotImplemented",
        "505, ''",
        "400, KMS.DisabledException",
        "409, KMS.DisabledException",
        "409, KMS.KMSInvalidStateException",
        "400, KMS.NotFoundException",
        "301, PermanentRedirect"
    })
    void doesNotRetryPermanentErrors(int status, String code) {
        assertThat(RetryableErrors.contains(status, code)).isFalse();
    }
}
