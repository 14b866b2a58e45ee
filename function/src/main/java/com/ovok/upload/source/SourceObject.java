package com.ovok.upload.source;

import com.ovok.upload.Fingerprint;
import com.ovok.upload.Problem;
import com.ovok.upload.Sequencer;
import com.ovok.upload.UploadException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One version of an object, as an event or a request names it.
 *
 * <p>Its {@linkplain #id() id} is derived from bucket, key, version id and ETag, whichever event or request names the
 * object. Two uploads can share an id: the same bytes, stored again under the same key, by a server that keeps no
 * versions or reuses a version id. Their sequencers distinguish them. A request without a sequencer refers to the first
 * one.
 *
 * @param key decoded, as it was sent to S3
 * @param versionId null if the bucket has no versions; the text {@code null} is the version without an id
 * @param eTag without quotes; null if it is unknown or cannot be sent in a header
 * @param sequencer orders the events of one key
 * @param size in bytes; null if it is unknown
 * @param region of the bucket; null for the function's own, or if the event's is not a Region of AWS
 */
public record SourceObject(
        String bucket,
        String key,
        @Nullable String versionId,
        @Nullable String eTag,
        @Nullable String sequencer,
        @Nullable Long size,
        @Nullable String region) {

    /** S3's id of the version that was stored while versioning was off or suspended. */
    static final String NULL_VERSION = "null";

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(-[a-z]{1,12}){1,3}-\\d{1,2}");
    private static final Pattern MD5 = Pattern.compile("[0-9A-Fa-f]{32}(-\\d+)?");

    public SourceObject {
        requireBucket(bucket);
        if (key.isEmpty()) {
            throw malformed("The object has no key.");
        }
        if (key.codePoints().anyMatch(SourceObject::isHalf)) {
            throw malformed("The object's key holds half a character (a lone surrogate).");
        }
        versionId = versionId == null || versionId.isBlank() ? null : versionId;
        if (versionId != null && !VISIBLE.matcher(versionId).matches()) {
            throw malformed("The object's version id holds characters that no version id has.");
        }
        eTag = eTag == null ? null : sendable(eTag);
        region = region != null && REGION.matcher(region).matches() ? region : null;
    }

    /** Creates an object in the function's Region. */
    public SourceObject(
            String bucket,
            String key,
            @Nullable String versionId,
            @Nullable String eTag,
            @Nullable String sequencer,
            @Nullable Long size) {
        this(bucket, key, versionId, eTag, sequencer, size, null);
    }

    /** Creates an object of unknown size. */
    public SourceObject(
            String bucket, String key, @Nullable String versionId, @Nullable String eTag, @Nullable String sequencer) {
        this(bucket, key, versionId, eTag, sequencer, null);
    }

    /** Access points have ARNs, and directory buckets another protocol; S3 sends events of neither. */
    private static void requireBucket(String bucket) {
        if (bucket.startsWith("arn:")) {
            throw malformed("The bucket is an ARN, such as an access point's, in place of a name.");
        }
        if (bucket.endsWith("--x-s3")) {
            throw malformed("The bucket is a directory bucket (S3 Express One Zone). Use a general purpose bucket.");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw malformed("The bucket's name is not valid.");
        }
    }

    private static UploadException malformed(String message) {
        return new UploadException.Rejected(Problem.BAD_REQUEST, message);
    }

    private static boolean isHalf(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private static @Nullable String sendable(String eTag) {
        String plain = eTag.strip().replaceFirst("^W/", "").replace("\"", "");
        return VISIBLE.matcher(plain).matches() ? plain : null;
    }

    /**
     * Returns the stable id of this version: the same for every delivery of its event, and safe to log.
     *
     * @return 32 hexadecimal digits
     */
    public String id() {
        String version = versionId == null || !hasVersionId() ? "" : versionId;
        return Fingerprint.of(bucket, key, version, eTag == null ? "" : comparable(eTag));
    }

    /** Returns whether the version has an id that no other version of the key will have. */
    public boolean hasVersionId() {
        return versionId != null && !versionId.equals(NULL_VERSION);
    }

    private static String comparable(String eTag) {
        return MD5.matcher(eTag).matches() ? eTag.toLowerCase(Locale.ROOT) : eTag;
    }

    /** Returns the stable id of all versions together. */
    String keyId() {
        return Fingerprint.of(bucket, key);
    }

    /** Distinguishes the uploads that share the id. */
    Sequencer upload() {
        return Sequencer.parse(sequencer);
    }

    /** Returns this object with the version id and the ETag of S3's response, each if its own is unknown. */
    SourceObject pinnedTo(@Nullable String readVersion, @Nullable String readETag) {
        boolean hasVersion = versionId != null || NULL_VERSION.equals(readVersion);
        return new SourceObject(
                bucket,
                key,
                hasVersion ? versionId : readVersion,
                eTag == null ? readETag : eTag,
                sequencer,
                size,
                region);
    }

    /** Omits the key, because it can identify a patient. */
    @Override
    public String toString() {
        return "SourceObject[" + id() + "]";
    }
}
