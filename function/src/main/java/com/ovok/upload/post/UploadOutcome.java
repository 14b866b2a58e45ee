package com.ovok.upload.post;

import com.ovok.upload.s3.S3Error;
import com.ovok.upload.s3.S3Response;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * The meaning of S3's response to a form.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>
 */
sealed interface UploadOutcome {

    /** S3 has stored the file, with this MD5 digest if its ETag is one. */
    record Stored(Optional<String> md5) implements UploadOutcome {}

    /** S3 redirected the form to another endpoint. */
    record Redirected(Optional<String> location) implements UploadOutcome {}

    /**
     * The form has expired; a new one may succeed.
     *
     * @param policy whether the policy expired, as opposed to the credentials that signed it
     */
    record Expired(String reason, boolean policy) implements UploadOutcome {}

    /** The same form may succeed later. */
    record Retryable(String reason, Optional<Duration> after) implements UploadOutcome {}

    /** S3 stored other bytes than were sent, or its ETag is not their digest. */
    record Altered(String reason) implements UploadOutcome {}

    /** The file's length is outside the policy's range. */
    record WrongSize(String reason) implements UploadOutcome {}

    /** The same form can never succeed. */
    record Rejected(String reason) implements UploadOutcome {}

    static UploadOutcome of(S3Response response) {
        return switch (response.status()) {
            // 303 is the form's success_action_redirect for browsers; the file is stored.
            case 200, 201, 204, 303 -> new Stored(response.md5());
            case 307 -> new UploadOutcome.Redirected(response.header(HttpHeaders.LOCATION));
            default -> failed(response, response.error());
        };
    }

    private static UploadOutcome failed(S3Response response, S3Error error) {
        String reason = "S3 returned " + response.status() + " (" + error + ") to the upload";
        return switch (error.code()) {
            case "EntityTooLarge", "EntityTooSmall" -> new WrongSize(reason);
            case "ExpiredToken" -> new Expired(reason, false);
            case "AccessDenied" -> isExpired(error) ? new Expired(reason, true) : refused(reason, error);
            default -> {
                if (error.isOfClock()) {
                    yield new Expired(reason, true);
                }
                yield error.isRetryable(response.status())
                        ? new UploadOutcome.Retryable(reason, response.retryAfter())
                        : refused(reason, error);
            }
        };
    }

    private static UploadOutcome.Rejected refused(String reason, S3Error error) {
        return new UploadOutcome.Rejected(reason + PolicyFields.explained(error.message()));
    }

    /** Matches an expired policy or form, in the words of S3 and of compatible servers. */
    private static boolean isExpired(S3Error error) {
        return error.message().toLowerCase(Locale.ROOT).contains("expired");
    }
}
