package com.ovok.upload;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What OVOK is told about a file.
 *
 * @param fileName the last path segment, never blank, at most 1024 bytes of UTF-8, without characters that cannot be
 *     shown or that turn the writing direction around
 * @param contentType a media type, as long at the most
 * @param isPublic whether anyone with the document's link may read it
 */
public record FileInfo(String fileName, String contentType, boolean isPublic) {

    /** In bytes of UTF-8: what S3 takes as a key. */
    private static final int MAX_LENGTH = 1024;

    /** Control characters, halves of characters, and what shows {@code gpj.exe} as {@code exe.jpg}. */
    private static final Pattern UNUSABLE = Pattern.compile("[\\p{Cc}\\p{Cs}\\u202d\\u202e]");

    public FileInfo {
        if (!isUsable(fileName) || fileName.equals(".") || fileName.equals("..")) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST,
                    "The file has no usable name: it is empty, longer than " + MAX_LENGTH
                            + " bytes, a dot or two alone, or holds control characters or ones that turn the writing"
                            + " around.");
        }
        if (!isUsable(contentType)) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST,
                    "The content type is empty, longer than " + MAX_LENGTH + " bytes or malformed.");
        }
    }

    private static boolean isUsable(String text) {
        return !text.isBlank()
                && !UNUSABLE.matcher(text).find()
                && text.getBytes(StandardCharsets.UTF_8).length <= MAX_LENGTH;
    }

    /**
     * Takes the last segment of {@code path}, of Windows or not, as name and guesses the media type by its extension
     * where {@code declaredType} says nothing, or is not a media type.
     */
    public static FileInfo of(String path, String declaredType, boolean isPublic) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
                .strip();
        return new FileInfo(name, MediaType.of(declaredType, name), isPublic);
    }

    /** The same file under another name and with another visibility, each unless null. */
    public FileInfo with(@Nullable String otherName, @Nullable Boolean otherVisibility) {
        return of(
                otherName == null ? fileName : otherName,
                contentType,
                otherVisibility == null ? isPublic : otherVisibility);
    }

    /** The content type without its parameters, which can hold the file's name; empty where it is no media type. */
    public String mediaType() {
        return MediaType.withoutParameters(contentType);
    }

    /** Leaves the name out: it may be about a patient. */
    @Override
    public String toString() {
        return "FileInfo[contentType=" + mediaType() + ", isPublic=" + isPublic + "]";
    }
}
