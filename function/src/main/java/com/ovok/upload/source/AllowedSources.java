package com.ovok.upload.source;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The objects to which a request may refer.
 *
 * @param prefixes each a bucket, a slash and the required beginning of its keys
 */
public record AllowedSources(List<String> prefixes) {

    public AllowedSources {
        prefixes = List.copyOf(prefixes);
    }

    /**
     * Parses {@code bucket} and {@code bucket/prefix}, separated by commas.
     *
     * @throws IllegalArgumentException if a bucket name is invalid
     */
    public static AllowedSources parse(String text) {
        return new AllowedSources(Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(AllowedSources::prefix)
                .toList());
    }

    private static String prefix(String place) {
        String prefix = place.contains("/") ? place : place + "/";
        if (!prefix.matches("[a-z0-9][a-z0-9.-]*/.*")) {
            throw new IllegalArgumentException("not a list of bucket or bucket/prefix");
        }
        return prefix;
    }

    /**
     * Returns the object if a request may refer to it.
     *
     * @throws UploadException.Rejected if it may not
     */
    public SourceObject require(SourceObject object) {
        String place = object.bucket() + "/" + object.key();
        // S3 takes dots literally, but a compatible server might resolve them and leave the prefix.
        boolean leaves = (place + "/").contains("/../");
        if (leaves || prefixes.stream().noneMatch(place::startsWith)) {
            throw new UploadException.Rejected(
                    Problem.SOURCE_NOT_ALLOWED,
                    "The object is outside the buckets and prefixes in ALLOWED_SOURCES. Store it below one of "
                            + "them, or extend the setting.");
        }
        return object;
    }
}
