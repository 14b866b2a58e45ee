package com.ovok.upload.post;

import com.ovok.upload.s3.S3Error;
import com.ovok.upload.s3.S3Response;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * What S3's answer to a form means.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>
 */
sealed interface UploadOutcome {

    /** S3 has the file, with this MD5 digest where it says so. */
    record Stored(Optional<String> md5) implements UploadOutcome {}

    /** Another endpoint takes the form for now. */
    record Redirected(Optional<String> location) implements UploadOutcome {}

    /**
     * The form has run out; a new one may pass.
     *
     * @param policy whether S3's clock says so, rather than the life of the credentials that signed the form
     */
    record Expired(String answer, boolean policy) implements UploadOutcome {}

    /** The same form may pass later. */
    record Retryable(String answer, Optional<Duration> after) implements UploadOutcome {}

    /** S3 has other bytes than were sent, or calls them by something else than their digest. */
    record Altered(String answer) implements UploadOutcome {}

    /** The file is longer or shorter than the policy allows. */
    record WrongSize(String answer) implements UploadOutcome {}

    /** The same form will never pass. */
    record Rejected(String answer) implements UploadOutcome {}

    static UploadOutcome of(S3Response answer) {
        return switch (answer.status()) {
            // 303 is the form's success_action_redirect: where a browser would go next, and no business of ours.
            case 200, 201, 204, 303 -> new Stored(answer.md5());
            case 307 -> new UploadOutcome.Redirected(answer.header(HttpHeaders.LOCATION));
            default -> failed(answer, answer.error());
        };
    }

    private static UploadOutcome failed(S3Response answer, S3Error error) {
        String words = "S3 answered " + answer.status() + " (" + error + ") to the upload";
        return switch (error.code()) {
            case "EntityTooLarge", "EntityTooSmall" -> new WrongSize(words);
            case "ExpiredToken" -> new Expired(words, false);
            case "AccessDenied" -> isExpired(error) ? new Expired(words, true) : refused(words, error);
            default -> {
                if (error.isOfClock()) {
                    yield new Expired(words, true);
                }
                yield error.isRetryable(answer.status())
                        ? new UploadOutcome.Retryable(words, answer.retryAfter())
                        : refused(words, error);
            }
        };
    }

    private static UploadOutcome.Rejected refused(String words, S3Error error) {
        return new UploadOutcome.Rejected(words + PolicyFields.explained(error.message()));
    }

    /** Of a policy, or of a form as a whole, in the words of S3 and of servers like it. */
    private static boolean isExpired(S3Error error) {
        return error.message().toLowerCase(Locale.ROOT).contains("expired");
    }
}
