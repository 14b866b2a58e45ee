package com.ovok.upload;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file's name, media type and visibility, as sent to OVOK.
 *
 * @param fileName the last path segment: not blank, at most 1024 bytes of UTF-8, without control characters and
 *     characters that reverse the direction of text
 * @param contentType a media type of at most 1024 bytes
 * @param isPublic whether anyone with the document's link can read it
 */
public record FileInfo(String fileName, String contentType, boolean isPublic) {

    /** In bytes of UTF-8: the limit of an S3 key. */
    private static final int MAX_LENGTH = 1024;

    /**
     * Control characters, lone surrogates, and direction overrides, which display {@code gpj.exe} as {@code exe.jpg}.
     */
    private static final Pattern UNUSABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\u202d\\u202e]");

    public FileInfo {
        if (!isUsable(fileName) || fileName.equals(".") || fileName.equals("..")) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST,
                    "Invalid file name: it is empty, longer than " + MAX_LENGTH
                            + " bytes, only dots, or contains control characters or direction overrides. Rename the"
                            + " file.");
        }
        if (!isUsable(contentType)) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST,
                    "Invalid content type: it is empty, longer than " + MAX_LENGTH + " bytes or malformed.");
        }
    }

    private static boolean isUsable(String text) {
        return !text.isBlank()
                && !UNUSABLE.matcher(text).find()
                && text.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH;
    }

    /**
     * Takes the name from the last segment of {@code path}, a Unix or Windows path. Guesses the media type from the
     * extension if {@code declaredType} is generic or is not a media type.
     */
    public static FileInfo of(String path, String declaredType, boolean isPublic) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
                .strip();
        return new FileInfo(name, MediaType.of(declaredType, name), isPublic);
    }

    /** Returns a copy with another name and visibility, each kept if null. */
    public FileInfo with(@Nullable String otherName, @Nullable Boolean otherVisibility) {
        return of(
                otherName == null ? fileName : otherName,
                contentType,
                otherVisibility == null ? isPublic : otherVisibility);
    }

    /** Returns the content type without its parameters, which can hold the file's name; empty if malformed. */
    public String mediaType() {
        return MediaType.withoutParameters(contentType);
    }

    /** Omits the name, because it can identify a patient. */
    @Override
    public String toString() {
        return "FileInfo[contentType=" + mediaType() + ", isPublic=" + isPublic + "]";
    }
}
