package com.ovok.upload.event;

import java.util.List;

/**
 * The messages of a batch that SQS must deliver again.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Partial batch
 *     responses</a>
 */
public record SqsBatchResponse(List<BatchItemFailure> batchItemFailures) {

    /**
     * A failed message.
     *
     * @param itemIdentifier the id of the message
     */
    public record BatchItemFailure(String itemIdentifier) {}

    public SqsBatchResponse {
        batchItemFailures = List.copyOf(batchItemFailures);
    }

    /** Creates the response for the ids of the failed messages. */
    public static SqsBatchResponse of(List<String> failed) {
        return new SqsBatchResponse(failed.stream().map(BatchItemFailure::new).toList());
    }
}
