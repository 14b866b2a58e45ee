package com.ovok.upload.aws;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The error code of an AWS service, such as {@code ThrottlingException}.
 *
 * @param name without namespace and URL; empty if the response has none
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">Operation error serialization</a>
 */
public record AwsErrorCode(String name) {
    /** An error without a code. */
    public static final AwsErrorCode NONE = new AwsErrorCode("");

    /** The codes for a wrong time of the request; a test compares them with those of the AWS SDK. */
    static final Set<String> CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture");
    /** Codes with which services can also reject a request whose time is wrong. */
    static final Set<String> SIGNATURE = Set.of("InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure");

    /** The longest code that is shown; AWS's codes have at most 46 characters. */
    private static final int MAX_LENGTH = 64;
    /**
     * One word, or several capitalized ones, such as {@code KMS.DisabledException}. Excludes longer numbers and
     * lower-case words after a dot, because a file name or a date of birth could be among them.
     */
    private static final Pattern SHOWN = Pattern.compile("(?!.*[0-9]{4})[A-Za-z0-9]+([._-][A-Z][A-Za-z0-9]*)*");

    public AwsErrorCode {
        name = name.strip().replaceFirst("(?s):.*$", "").replaceFirst("(?s)^.*#", "");
    }

    /** Returns whether a retry may succeed after this error came with {@code status}. */
    public boolean isRetryable(int status) {
        return RetryableErrors.contains(status, name);
    }

    /** Returns whether the service rejected the request because of its time. */
    public boolean isOfClock() {
        return CLOCK.contains(name);
    }

    /** Returns whether the service may have rejected the request because of its time. */
    boolean mayBeOfClock() {
        return isOfClock() || SIGNATURE.contains(name);
    }

    /** Returns the code if it is safe to log, otherwise a placeholder. */
    @Override
    public String toString() {
        boolean shown = name.length() <= MAX_LENGTH && SHOWN.matcher(name).matches();
        return shown ? name : "no error code";
    }
}
