package com.ovok.upload.ledger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsException;
import com.ovok.upload.aws.AwsJsonClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * A table in DynamoDB whose hash key is the text {@code id}. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html">UpdateItem</a>
 */
record LedgerTable(AwsJsonClient dynamo, String name) {
    /** DynamoDB's codes for requests that fail until an operator changes something. */
    private static final Set<String> REFUSALS =
            Set.of("AccessDeniedException", "UnrecognizedClientException", "ValidationException");

    /** A conditional write to one item; the expressions refer to {@code values} by name. */
    record Update(String id, String expression, String condition, Map<String, AttributeValue> values) {

        private ObjectNode toJson(String table) {
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("TableName", table);
            json.putObject("Key").set("id", AttributeValue.text(id).toJson());
            json.put("UpdateExpression", expression).put("ConditionExpression", condition);
            ObjectNode named = json.putObject("ExpressionAttributeValues");
            values.forEach((value, attribute) -> named.set(value, attribute.toJson()));
            return json;
        }
    }

    /** Writes an item. DynamoDB can receive the write more than once. */
    void write(Update update, Duration atMost) throws ConditionFailedException {
        send(update.toJson(name), atMost);
    }

    /** Writes an item and returns its new state. DynamoDB can receive the write more than once. */
    Map<String, AttributeValue> writeAndRead(Update update, Duration atMost) throws ConditionFailedException {
        ObjectNode request = update.toJson(name)
                .put("ReturnValues", "ALL_NEW")
                .put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        return send(request, atMost);
    }

    private Map<String, AttributeValue> send(ObjectNode request, Duration atMost) throws ConditionFailedException {
        try {
            Deadline deadline = Deadline.in(atMost, InstantSource.system());
            return AttributeValue.item(
                    dynamo.call("UpdateItem", request, deadline).path("Attributes"));
        } catch (AwsException e) {
            if (e.code().name().equals("ConditionalCheckFailedException")) {
                throw new ConditionFailedException(AttributeValue.item(e.body().path("Item")));
            }
            throw refusal(e);
        }
    }

    private static UploadException refusal(AwsException e) {
        String code = e.code().name();
        if (code.equals("ResourceNotFoundException")) {
            return new UploadException.Misconfigured(
                    Problem.SETTINGS,
                    "The table of LEDGER_TABLE does not exist. Create it, or correct the setting.",
                    e);
        }
        if (REFUSALS.contains(code)) {
            return new UploadException.Misconfigured(
                    Problem.SETTINGS,
                    "DynamoDB rejected a write to the table of LEDGER_TABLE. Its hash key must be the text id, "
                            + "and the function needs dynamodb:UpdateItem on it.",
                    e);
        }
        return new UploadException.Unavailable(Problem.UNAVAILABLE, e.getMessage() + " Retry later.", e);
    }
}
