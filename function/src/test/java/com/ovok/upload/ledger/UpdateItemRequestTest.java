package com.ovok.upload.ledger;

import static com.ovok.upload.WireServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.client.model.FileEntryDto;
import com.ovok.upload.Json;
import com.ovok.upload.Samples;
import com.ovok.upload.Sequencer;
import com.ovok.upload.SettableClock;
import com.ovok.upload.UploadException;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.aws.SdkRequests;
import com.ovok.upload.aws.TestAws;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** Compares the ledger's requests byte by byte with those of the SDK's client for the same writes. */
class UpdateItemRequestTest {
    private static final Duration LEASE = Duration.ofMinutes(15);
    private static final TransferKey KEY =
            new TransferKey("id \"ü\" \n", Sequencer.parse("0055AED6"), Sequencer.parse("01"), "print");
    private static final Set<String> FIELDS = Set.of(
            "TableName",
            "Key",
            "UpdateExpression",
            "ConditionExpression",
            "ExpressionAttributeValues",
            "ReturnValues",
            "ReturnValuesOnConditionCheckFailure");

    @AutoClose
    private WireServer dynamo;

    private DynamoLedger ledger;

    @BeforeEach
    void start() throws IOException {
        dynamo = new WireServer();
        dynamo.otherwise(response(200, "{}"));
        ledger = new DynamoLedger(
                TestAws.client(AwsService.DYNAMODB, dynamo.url(), Samples.once()),
                "table",
                Duration.ofDays(90),
                new SettableClock());
    }

    @Test
    void claimsLikeTheSdk() {
        ledger.claim(KEY, LEASE);
        assertAsTheSdkSendsIt();
        ledger.claim(TransferKey.of("id"), LEASE);
        assertAsTheSdkSendsIt();
    }

    @Test
    void writesLikeTheSdk() {
        Lease lease = new Lease(KEY, "owner");
        ledger.recordDocument(lease, "document");
        assertAsTheSdkSendsIt();
        ledger.forgetDocument(lease);
        assertAsTheSdkSendsIt();
        ledger.complete(lease, new FileEntryDto().id("document").fileName("cat \u0000 \ud83d\ude00.png"));
        assertAsTheSdkSendsIt();
        ledger.release(lease);
        assertAsTheSdkSendsIt();
        ledger.reject(lease);
        assertAsTheSdkSendsIt();
    }

    @Test
    void recordsUploadLikeTheSdk() {
        dynamo.then(refused("""
            {"id":{"S":"id"},"fingerprint":{"S":"print"},"completedEntry":{"S":"{\\"id\\":\\"document\\"}"},\
            "completedSequencer":{"S":"%s"},"other":{"L":[{"S":"a"}]},"flag":{"BOOL":true}}\
            """.formatted(KEY.sequencer().sortable())));

        assertThat(ledger.claim(KEY, LEASE)).isEqualTo(new Claim.Completed(new FileEntryDto().id("document"), false));
        dynamo.request();
        assertAsTheSdkSendsIt();
    }

    @Test
    void acceptsFailedConditionWithoutItem() {
        dynamo.then(response(400, "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\"}"));

        assertThatExceptionOfType(UploadException.Unavailable.class)
                .isThrownBy(() -> ledger.recordDocument(new Lease(KEY, "owner"), "document"))
                .withMessageContaining("Another invocation");
    }

    private static WireServer.Response refused(String item) {
        return response(400, """
            {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",\
            "Message":"The conditional request failed","Item":%s}\
            """.formatted(item));
    }

    private void assertAsTheSdkSendsIt() {
        Request ours = dynamo.request();
        try (DynamoDbClient sdk = DynamoDbClient.builder()
                .region(Region.of(TestAws.REGION))
                .endpointOverride(dynamo.url())
                .credentialsProvider(SdkRequests.credentials())
                .build()) {
            sdk.updateItem(sdks(Json.read(ours.text())));
        }
        SdkRequests.assertSame(ours, dynamo.request());
    }

    /** Parses the fields by the SDK's names; an unknown one would be missing from the SDK's request. */
    private static UpdateItemRequest sdks(JsonNode json) {
        assertThat(json.properties()).extracting(Map.Entry::getKey).isSubsetOf(FIELDS);
        return UpdateItemRequest.builder()
                .tableName(json.path("TableName").textValue())
                .key(values(json.path("Key")))
                .updateExpression(json.path("UpdateExpression").textValue())
                .conditionExpression(json.path("ConditionExpression").textValue())
                .expressionAttributeValues(values(json.path("ExpressionAttributeValues")))
                .returnValues(json.path("ReturnValues").textValue())
                .returnValuesOnConditionCheckFailure(
                        json.path("ReturnValuesOnConditionCheckFailure").textValue())
                .build();
    }

    private static Map<String, AttributeValue> values(JsonNode json) {
        Map<String, AttributeValue> values = new HashMap<>();
        json.properties()
                .forEach(value -> values.put(
                        value.getKey(),
                        AttributeValue.builder()
                                .s(value.getValue().path("S").textValue())
                                .n(value.getValue().path("N").textValue())
                                .build()));
        return values;
    }
}
