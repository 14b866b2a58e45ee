package com.ovok.upload.event;

import com.ovok.upload.UploadException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of the tasks of one invocation.
 *
 * @param treatMissingKeysAs the result of tasks that are not in the list
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html">Invoke Lambda</a>
 */
public record BatchOperationsResponse(
        @Nullable String invocationSchemaVersion,
        String treatMissingKeysAs,
        @Nullable String invocationId,
        List<Result> results) {
    private static final String SUCCEEDED = "Succeeded";
    /** S3 runs the task again. */
    private static final String TEMPORARY_FAILURE = "TemporaryFailure";
    /** S3 writes the task into the job's report. */
    private static final String PERMANENT_FAILURE = "PermanentFailure";

    public BatchOperationsResponse {
        results = List.copyOf(results);
    }

    /** Responds to {@code invocation}. A task without a result runs again, because a transfer can be repeated. */
    static BatchOperationsResponse to(BatchOperationsInvocation invocation, List<Result> results) {
        return new BatchOperationsResponse(
                invocation.schemaVersion(), TEMPORARY_FAILURE, invocation.invocationId(), results);
    }

    /**
     * What became of one task.
     *
     * @param resultString for the job's report: the document's id, what a dry run found, or the anchor of a problem
     */
    public record Result(String taskId, String resultCode, String resultString) {

        static Result succeeded(BatchOperationsTask task, String resultString) {
            return new Result(task.id(), SUCCEEDED, resultString);
        }

        static Result failed(BatchOperationsTask task, UploadException failure) {
            String code = switch (failure) {
                case UploadException.Unavailable unavailable -> TEMPORARY_FAILURE;
                case UploadException.Rejected rejected -> PERMANENT_FAILURE;
                case UploadException.Misconfigured misconfigured -> PERMANENT_FAILURE;
            };
            return new Result(task.id(), code, failure.problem().anchor());
        }
    }
}
