package com.ovok.upload.post;

import com.ovok.upload.s3.S3Error;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.MessageHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What S3's answer to a form means.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html">POST Object</a>
 */
sealed interface Verdict {

    /** S3 has the file. */
    record Stored() implements Verdict {}

    /** Another endpoint takes the form for now. */
    record Moved(Optional<URI> location) implements Verdict {}

    /** The form has run out; a new one may pass. */
    record Expired(String answer) implements Verdict {}

    /** The same form may pass later. */
    record Again(String answer, @Nullable Duration after) implements Verdict {}

    /** The file is longer or shorter than the policy allows. */
    record WrongSize(String answer) implements Verdict {}

    /** The same form will never pass. */
    record Refused(String answer) implements Verdict {}

    static Verdict of(ClassicHttpResponse response) throws IOException {
        return switch (response.getCode()) {
            // 303 is the form's success_action_redirect: where a browser would go next, and no business of ours.
            case 200, 201, 204, 303 -> new Stored();
            case 307 -> new Moved(header(response, HttpHeaders.LOCATION).map(URI::create));
            default -> failed(response, S3Error.read(response.getEntity()));
        };
    }

    private static Verdict failed(ClassicHttpResponse response, S3Error error) {
        String answer = "S3 answered " + response.getCode() + " (" + error + ") to the upload";
        return switch (error.code()) {
            case "EntityTooLarge", "EntityTooSmall" -> new WrongSize(answer);
            case "ExpiredToken" -> new Expired(answer);
            case "AccessDenied" -> denied(answer, error.message());
            case "RequestTimeout", "InternalError", "SlowDown", "ServiceUnavailable" -> again(answer, response);
            default ->
                switch (response.getCode()) {
                    case 408, 409, 425, 429, 500, 502, 503, 504 -> again(answer, response);
                    default -> new Refused(answer);
                };
        };
    }

    private static Verdict denied(String answer, String message) {
        return message.contains("Policy expired") ? new Expired(answer) : new Refused(answer);
    }

    private static Verdict again(String answer, MessageHeaders headers) {
        return new Again(
                answer,
                header(headers, HttpHeaders.RETRY_AFTER).map(Verdict::seconds).orElse(null));
    }

    /** The other form of the header, a date, is left out: S3 does not send it. */
    private static @Nullable Duration seconds(String retryAfter) {
        return retryAfter.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : null;
    }

    private static Optional<String> header(MessageHeaders headers, String name) {
        return Optional.ofNullable(headers.getFirstHeader(name)).map(Header::getValue);
    }
}
