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
 */
public record SourceObject(
        String bucket,
        String key,
        @Nullable String versionId,
        @Nullable String eTag,
        @Nullable String sequencer,
        @Nullable Long size) {

    /** S3's id of the version that was stored while versioning was off or suspended. */
    static final String NULL_VERSION = "null";

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]+");
    private static final Pattern MD5 = Pattern.compile("[0-9A-Fa-f]{32}(-\\d+)?");

    public SourceObject {
        if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || key.isEmpty()) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The bucket or key is missing or invalid.");
        }
        if (key.codePoints().anyMatch(SourceObject::isHalf)) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The object's key contains a lone surrogate.");
        }
        versionId = versionId == null || versionId.isBlank() ? null : versionId;
        if (versionId != null && !VISIBLE.matcher(versionId).matches()) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST, "The object's version id contains invalid characters.");
        }
        eTag = eTag == null ? null : sendable(eTag);
    }

    /** Creates an object of unknown size. */
    public SourceObject(
            String bucket, String key, @Nullable String versionId, @Nullable String eTag, @Nullable String sequencer) {
        this(bucket, key, versionId, eTag, sequencer, null);
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
                bucket, key, hasVersion ? versionId : readVersion, eTag == null ? readETag : eTag, sequencer, size);
    }

    /** Omits the key, because it can identify a patient. */
    @Override
    public String toString() {
        return "SourceObject[" + id() + "]";
    }
}
