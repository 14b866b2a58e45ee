package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.OpenHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHeaders;

/** A response of S3 with its body unread. Not thread-safe. */
public final class S3Response extends OpenHttpResponse {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    S3Response(OpenHttpResponse response) {
        super(response);
    }

    /** Returns the ETag without quotes. */
    public Optional<String> eTag() {
        return header(HttpHeaders.ETAG).map(value -> value.replace("\"", ""));
    }

    /**
     * Returns the ETag in lower case if it can be the MD5 digest of the object. It never is for a weak ETag, an object
     * uploaded in parts, or an object encrypted with KMS or customer keys.
     */
    public Optional<String> md5() {
        boolean ownKeys = header("x-amz-server-side-encryption")
                        .filter(how -> !how.equalsIgnoreCase("AES256"))
                        .isPresent()
                || header("x-amz-server-side-encryption-customer-algorithm").isPresent();
        return ownKeys
                ? Optional.empty()
                : eTag().map(value -> value.toLowerCase(Locale.ROOT)).filter(MD5.asMatchPredicate());
    }

    /**
     * Parses the body as an error, as far as it arrives.
     *
     * @throws UploadException.Unavailable if the deadline passed before the code arrived, because the code decides what
     *     to do
     */
    public S3Error error() {
        S3Error error = S3Error.parse(beginning());
        if (error.code().isEmpty() && isLate()) {
            throw Deadline.passed(null);
        }
        return error;
    }

    private byte[] beginning() {
        byte[] bytes = new byte[S3Error.MAX_BYTES];
        int length = 0;
        try {
            InputStream body = content();
            for (int read = 0; read >= 0 && length < bytes.length; length += Math.max(read, 0)) {
                read = body.read(bytes, length, bytes.length - length);
            }
        } catch (IOException e) {
            // The connection broke: the status has arrived, and perhaps the code.
            return Arrays.copyOf(bytes, length);
        }
        return Arrays.copyOf(bytes, length);
    }
}
