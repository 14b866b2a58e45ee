package com.ovok.upload.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.upload.UploadException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An invocation by S3 Batch Operations, in the schema 1.0 or 2.0. Unknown fields are ignored.
 *
 * @param schemaVersion as S3 sent it; null if it is missing
 * @param invocationId as S3 sent it; null if it is missing
 * @param userArguments of the job; missing in the schema 1.0
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html">Invoke Lambda</a>
 */
record BatchOperationsInvocation(
        @Nullable String schemaVersion,
        @Nullable String invocationId,
        JsonNode userArguments,
        List<BatchOperationsTask> tasks) {

    BatchOperationsInvocation {
        tasks = List.copyOf(tasks);
    }

    /**
     * Reads an invocation whose schema may be unsupported.
     *
     * @throws UploadException.Rejected if the event has no list of tasks, so that no response could name them
     */
    static BatchOperationsInvocation of(JsonNode event) {
        if (!event.path("tasks").isArray()) {
            throw EventFields.malformed("Not an event of S3 Batch Operations: the list of tasks is missing.");
        }
        return new BatchOperationsInvocation(
                EventFields.text(event, "invocationSchemaVersion"),
                EventFields.text(event, "invocationId"),
                event.path("job").path("userArguments"),
                event.path("tasks").valueStream().map(BatchOperationsTask::of).toList());
    }

    /**
     * Checks the schema. A greater minor version only adds fields.
     *
     * @throws UploadException.Rejected if the major version is not 1 or 2
     */
    void requireSupportedSchema() {
        if (schemaVersion == null || !schemaVersion.matches("[12]\\.\\d{1,9}")) {
            throw EventFields.malformed(
                    "The invocation schema is not supported. Create the job with the schema 2.0 or 1.0.");
        }
    }

    BatchOperationsArguments arguments() {
        return BatchOperationsArguments.of(userArguments);
    }
}
