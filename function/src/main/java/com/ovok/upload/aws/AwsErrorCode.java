package com.ovok.upload.aws;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * The name of an error of an AWS service, such as {@code ThrottlingException}.
 *
 * @param name without the namespace before it and the address after it; empty if the response has none
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">Operation error serialization</a>
 */
public record AwsErrorCode(String name) {
    /** Stands for an error without a name. */
    public static final AwsErrorCode NONE = new AwsErrorCode("");

    /** Names that say that the request's time is wrong; a test compares them with those of AWS's SDK. */
    static final Set<String> CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture");
    /** Names by which services also refuse a request whose time is wrong. */
    static final Set<String> SIGNATURE = Set.of("InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure");

    /** The longest name that is shown; those of AWS have at most 46 characters. */
    private static final int MAX_LENGTH = 64;
    /**
     * One word, or several capitalized ones, such as {@code KMS.DisabledException}. Longer numbers and small letters
     * after a dot are left out, because a file name or a date of birth could be among them.
     */
    private static final Pattern SHOWN = Pattern.compile("(?!.*[0-9]{4})[A-Za-z0-9]+([._-][A-Z][A-Za-z0-9]*)*");

    public AwsErrorCode {
        name = name.strip().replaceFirst("(?s):.*$", "").replaceFirst("(?s)^.*#", "");
    }

    /** Returns whether another attempt may succeed after this error came with {@code status}. */
    public boolean isRetryable(int status) {
        return RetryableErrors.contains(status, name);
    }

    /** Returns whether the service refused the request because of its time. */
    public boolean isOfClock() {
        return CLOCK.contains(name);
    }

    /** Returns whether the service may have refused the request because of its time. */
    boolean mayBeOfClock() {
        return isOfClock() || SIGNATURE.contains(name);
    }

    /** Returns the name if it is fit to be logged, or a word for its absence. */
    @Override
    public String toString() {
        boolean shown = name.length() <= MAX_LENGTH && SHOWN.matcher(name).matches();
        return shown ? name : "no error code";
    }
}
