package com.ovok.upload.lambda;

import com.ovok.upload.source.S3ObjectReader.Overwrite;
import com.ovok.upload.source.SkippedFiles;

/**
 * The settings of the objects in S3.
 *
 * @param onOverwrite the effect of a new version of an object
 * @param skippedFiles which objects are not files
 */
record SourceSettings(Overwrite onOverwrite, SkippedFiles skippedFiles) {

    static SourceSettings from(EnvironmentReader reader) {
        return new SourceSettings(
                reader.optional("ON_OVERWRITE", SourceSettings::overwrite).orElse(Overwrite.NEW),
                reader.optional("SKIPPED_FILE_NAMES", SkippedFiles::parse).orElse(SkippedFiles.STANDARD));
    }

    private static Overwrite overwrite(String text) {
        return switch (text) {
            case "new" -> Overwrite.NEW;
            case "replace" -> Overwrite.REPLACE;
            default -> throw new IllegalArgumentException("neither new nor replace");
        };
    }
}
