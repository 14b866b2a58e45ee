package com.ovok.upload;

import java.net.URLConnection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What OVOK is told about a file.
 *
 * @param fileName the last path segment, never blank, without control characters
 * @param contentType a media type
 * @param isPublic whether anyone with the document's link may read it
 */
public record FileInfo(String fileName, String contentType, boolean isPublic) {
    private static final String UNKNOWN = "application/octet-stream";
    /** The last is what curl says of all data. */
    private static final Set<String> GENERIC =
            Set.of("", UNKNOWN, "binary/octet-stream", "application/x-www-form-urlencoded");
    /** What health files are called beyond the table of the JDK. */
    private static final Map<String, String> HEALTH_TYPES = Map.of(
            "dcm", "application/dicom",
            "dicom", "application/dicom",
            "heic", "image/heic",
            "hl7", "x-application/hl7-v2+er7",
            "opus", "audio/ogg");

    public FileInfo {
        if (fileName.isBlank() || fileName.chars().anyMatch(Character::isISOControl)) {
            throw new UploadException.Rejected(
                    Problem.BAD_REQUEST, "The file has no usable name: it is empty or holds control characters.");
        }
        if (contentType.isBlank() || contentType.chars().anyMatch(Character::isISOControl)) {
            throw new UploadException.Rejected(Problem.BAD_REQUEST, "The content type is empty or malformed.");
        }
    }

    /**
     * Takes the last segment of {@code path} as name and guesses the media type by its extension where
     * {@code declaredType} says nothing.
     */
    public static FileInfo of(String path, String declaredType, boolean isPublic) {
        String name = path.substring(path.lastIndexOf('/') + 1).strip();
        String declared = declaredType.strip();
        boolean generic = GENERIC.contains(declared.toLowerCase(Locale.ROOT));
        return new FileInfo(name, generic ? byExtension(name) : declared, isPublic);
    }

    /** The same file under another name and with another visibility, each unless null. */
    public FileInfo with(@Nullable String otherName, @Nullable Boolean otherVisibility) {
        return of(
                otherName == null ? fileName : otherName,
                contentType,
                otherVisibility == null ? isPublic : otherVisibility);
    }

    private static String byExtension(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String known = HEALTH_TYPES.get(lower.substring(lower.lastIndexOf('.') + 1));
        if (known != null) {
            return known;
        }
        String guessed = URLConnection.getFileNameMap().getContentTypeFor(lower);
        return guessed == null ? UNKNOWN : guessed;
    }

    /** Leaves the name out: it may be about a patient. */
    @Override
    public String toString() {
        return "FileInfo[contentType=" + contentType + ", isPublic=" + isPublic + "]";
    }
}
