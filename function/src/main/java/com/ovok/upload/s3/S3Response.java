package com.ovok.upload.s3;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.OpenHttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHeaders;

/** A response of S3 whose body is still to be read. For one thread. */
public final class S3Response extends OpenHttpResponse {

    S3Response(OpenHttpResponse response) {
        super(response);
    }

    /** Without quotes. */
    public Optional<String> eTag() {
        return header(HttpHeaders.ETAG).map(value -> value.replace("\"", ""));
    }

    /**
     * The ETag where it may be the MD5 digest of the object, in lower-case hexadecimal digits; with keys of its own S3
     * makes it of something else, and of an object in parts or a weak one it never is.
     */
    public Optional<String> md5() {
        boolean ownKeys = header("x-amz-server-side-encryption")
                        .filter(how -> !how.equalsIgnoreCase("AES256"))
                        .isPresent()
                || header("x-amz-server-side-encryption-customer-algorithm").isPresent();
        return ownKeys
                ? Optional.empty()
                : eTag().map(value -> value.toLowerCase(Locale.ROOT)).filter(value -> value.matches("[0-9a-f]{32}"));
    }

    /**
     * Reads the body as an error, as far as it comes.
     *
     * @throws UploadException.Unavailable if the deadline passed before the code came: another code has another meaning
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
            // The connection broke: the status has come, and perhaps the code.
            return Arrays.copyOf(bytes, length);
        }
        return Arrays.copyOf(bytes, length);
    }
}
