package com.ovok.upload.source;

import com.ovok.upload.FileInfo;
import com.ovok.upload.s3.S3Answer;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHeaders;

/**
 * Reads what an object's headers say of its document.
 *
 * <p>User metadata {@code ovok-file-name} names the document, {@code ovok-is-public: true} makes it public.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">Object metadata</a>
 */
final class ObjectMetadata {
    /** RFC 2047, the form that S3 itself gives to metadata outside ASCII. */
    private static final Pattern ENCODED_WORD =
            Pattern.compile("=\\?([^?]+)\\?([bBqQ])\\?([^?]*)\\?=(?:\\s+(?==\\?))?");

    private ObjectMetadata() {}

    static FileInfo fileInfo(String key, S3Answer answer) {
        String path = answer.header("x-amz-meta-ovok-file-name")
                .map(ObjectMetadata::decode)
                .orElse(key);
        boolean isPublic = answer.header("x-amz-meta-ovok-is-public")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
        return FileInfo.of(path, answer.header(HttpHeaders.CONTENT_TYPE).orElse(""), isPublic);
    }

    /** Undoes RFC 2047 or UTF-8 percent-encoding; other text stays as it is. */
    static String decode(String value) {
        try {
            return ENCODED_WORD.matcher(value).find()
                    ? ENCODED_WORD.matcher(value).replaceAll(ObjectMetadata::decodeWord)
                    : percentDecoded(value);
        } catch (IllegalArgumentException e) {
            // A plain name with a percent sign, or an unknown charset: taken literally.
            return value;
        }
    }

    private static String percentDecoded(String value) {
        String decoded = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        // Bytes that are no UTF-8 were none of an encoded name: a plain percent sign before two letters or digits.
        return decoded.indexOf('\ufffd') < 0 ? decoded : value;
    }

    private static String decodeWord(MatchResult word) {
        Charset charset = Charset.forName(word.group(1));
        String text = word.group(3);
        String decoded = word.group(2).equalsIgnoreCase("b")
                ? new String(Base64.getDecoder().decode(text), charset)
                : URLDecoder.decode(
                        text.replace("%", "%25")
                                .replace("+", "%2B")
                                .replace('=', '%')
                                .replace('_', '+'),
                        charset);
        return Matcher.quoteReplacement(decoded);
    }
}
