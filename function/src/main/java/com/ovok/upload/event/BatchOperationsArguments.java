package com.ovok.upload.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.FileInfo;
import com.ovok.upload.UploadException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the creator of a job chose for all of its tasks.
 *
 * @param isPublic the visibility of the documents; null if the metadata of each object decides
 * @param dryRun whether the objects are checked and not transferred
 */
record BatchOperationsArguments(@Nullable Boolean isPublic, boolean dryRun) {
    private static final String IS_PUBLIC = "isPublic";
    private static final String DRY_RUN = "dryRun";

    /**
     * Reads the user arguments of a job.
     *
     * @throws UploadException.Rejected if a name or a value is unknown: a misspelt {@code dryRun} must not transfer
     */
    static BatchOperationsArguments of(JsonNode userArguments) {
        if (!userArguments.isMissingNode() && !userArguments.isNull() && !userArguments.isObject()) {
            throw EventFields.malformed("The user arguments of the job are not an object.");
        }
        for (Map.Entry<String, JsonNode> argument : userArguments.properties()) {
            if (!argument.getKey().equals(IS_PUBLIC) && !argument.getKey().equals(DRY_RUN)) {
                throw EventFields.malformed("The job has an unknown user argument. Use isPublic and dryRun only.");
            }
        }
        return new BatchOperationsArguments(
                flag(userArguments, IS_PUBLIC).orElse(null),
                flag(userArguments, DRY_RUN).orElse(false));
    }

    private static Optional<Boolean> flag(JsonNode arguments, String name) {
        JsonNode value = arguments.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        return switch (value.asText()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw EventFields.malformed("The job's user argument " + name + " is not true or false.");
        };
    }

    /** Returns the file with the visibility of the job. */
    FileInfo applyTo(FileInfo file) {
        return isPublic == null ? file : file.with(null, isPublic);
    }
}
