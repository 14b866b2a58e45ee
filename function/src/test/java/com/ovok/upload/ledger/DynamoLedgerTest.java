package com.ovok.upload.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovok.client.model.FileEntryDto;
import com.ovok.local.dynamodb.DynamoDbFaults;
import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import com.ovok.upload.Problem;
import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsJsonClient;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.aws.TestAws;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

@EnabledIf(
        value = "com.ovok.local.dynamodb.DynamoDbServer#runsHere",
        disabledReason = "DynamoDB Local has no native library for this machine")
class DynamoLedgerTest extends LedgerContract {
    private static final String TABLE = "ledger";
    private static final Duration RETENTION = Duration.ofDays(90);

    private static final AttributeDefinition OTHER_ATTRIBUTE = AttributeDefinition.builder()
            .attributeName("other")
            .attributeType(ScalarAttributeType.S)
            .build();
    private static final KeySchemaElement OTHER_KEY = KeySchemaElement.builder()
            .attributeName("other")
            .keyType(KeyType.HASH)
            .build();

    private static final Faults FAULTS = new Faults();
    private static DynamoDbServer server;
    private static DynamoDbClient dynamo;
    private static AwsJsonClient client;

    @BeforeAll
    static void startServer() {
        server = DynamoDbServer.start(FAULTS);
        server.createLedgerTable(TABLE);
        dynamo = server.clientBuilder().build();
        client = TestAws.client(AwsService.DYNAMODB, server.endpoint(), RetryPolicy.standard(Thread::sleep));
    }

    @AfterAll
    static void stopServer() {
        dynamo.close();
        server.close();
    }

    @AfterEach
    void endFaults() {
        FAULTS.script((operation, call) -> Optional.empty());
    }

    @Override
    Ledger open() {
        return new DynamoLedger(client, TABLE, RETENTION, clock);
    }

    @Test
    void sendsOneRequestPerStep() {
        int before = server.requests().size();
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.complete(lease, entry("document"));

        assertThat(server.requests()).hasSize(before + 3);
    }

    @Test
    void holdsClaimAfterLostResponse() {
        Lease lease = fresh(sentTwice(() -> ledger.claim(key, LEASE)), false);

        ledger.recordDocument(lease, "document");
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.InProgress(LEASE));
    }

    @Test
    void reportsLostAttemptAfterLostResponse() {
        ledger.claim(key, LEASE);
        clock.advance(LEASE);

        fresh(sentTwice(() -> ledger.claim(key, LEASE)), true);
    }

    @Test
    void resumesAfterLostResponse() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.release(lease);

        resume(sentTwice(() -> ledger.claim(key, LEASE)), "document", false);
    }

    @Test
    void replacesAfterLostResponse() {
        TransferKey later = new TransferKey(key.id(), "01");
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        ledger.complete(lease, entry("document"));

        resume(sentTwice(() -> ledger.claim(later, LEASE)), "document", true);
    }

    @Test
    void writesOnceAfterLostResponse() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        sentTwice(() -> ledger.recordDocument(lease, "document"));
        sentTwice(() -> ledger.forgetDocument(lease));
        sentTwice(() -> ledger.release(lease));

        Lease next = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(next, "successor");
        sentTwice(() -> ledger.complete(next, entry("successor")));
        assertThat(ledger.claim(key, LEASE)).isEqualTo(new Claim.Completed(kept("successor"), false));
    }

    @ParameterizedTest
    @CsvSource({
        "400, ProvisionedThroughputExceededException",
        "400, ThrottlingException",
        "400, RequestLimitExceeded",
        "400, ExpiredTokenException",
        "500, InternalServerError",
        "503, ServiceUnavailable"
    })
    void isUnavailableOnTemporaryErrors(int status, String error) {
        Ledger troubled = new DynamoLedger(
                TestAws.client(AwsService.DYNAMODB, server.endpoint(), once()), TABLE, RETENTION, clock);
        Lease lease = fresh(troubled.claim(key, LEASE), false);
        always(DynamoDbFaults.error(status, error));

        assertUnavailable(() -> troubled.claim(key, LEASE));
        assertUnavailable(() -> troubled.recordDocument(lease, "document"));
        assertUnavailable(() -> troubled.forgetDocument(lease));
        assertUnavailable(() -> troubled.complete(lease, entry("document")));
        assertUnavailable(() -> troubled.release(lease));
    }

    @Test
    void isUnavailableWithoutServer() {
        DynamoDbServer gone = DynamoDbServer.start(new Faults());
        gone.close();

        assertUnavailable(() -> new DynamoLedger(
                        TestAws.client(AwsService.DYNAMODB, gone.endpoint(), once()), TABLE, RETENTION, clock)
                .claim(key, LEASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDeniedException", "UnrecognizedClientException"})
    void isMisconfiguredWithoutPermission(String error) {
        always(DynamoDbFaults.error(400, error));

        assertMisconfigured(ledger, "dynamodb:UpdateItem");
    }

    @Test
    void isMisconfiguredWithoutTable() {
        assertMisconfigured(new DynamoLedger(client, "no-such-table", RETENTION, clock), "does not exist");
    }

    @Test
    void isMisconfiguredWithOtherHashKey() {
        dynamo.createTable(table -> table.tableName("other-key")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(OTHER_ATTRIBUTE)
                .keySchema(OTHER_KEY));

        assertMisconfigured(new DynamoLedger(client, "other-key", RETENTION, clock), "hash key");
    }

    @Test
    void storesNeitherTokensNorFormFields() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        ledger.recordDocument(lease, "document");
        FileEntryDto entry = entry("document");
        ledger.complete(lease, entry);

        assertThat(entry.toString()).contains("marker-");
        assertThat(item().toString()).contains("document").doesNotContain("marker-");
        assertThat(item())
                .containsOnlyKeys(
                        "id",
                        "sequencer",
                        "fingerprint",
                        "leaseOwner",
                        "previousLeaseUntil",
                        "documentId",
                        "completedDocumentId",
                        "completedSequencer",
                        "completedEntry",
                        "expiresAt");
    }

    @Test
    void extendsRetentionWithEveryChange() {
        Lease lease = fresh(ledger.claim(key, LEASE), false);
        assertExpiresAfterRetention();
        changeLater(() -> ledger.recordDocument(lease, "document"));
        changeLater(() -> ledger.forgetDocument(lease));
        changeLater(() -> ledger.complete(lease, entry("document")));
        changeLater(() -> ledger.release(lease));
    }

    /** Loses the first response, so that the client sends the request again. */
    private static <T> T sentTwice(Supplier<T> call) {
        FAULTS.next(Operation.UPDATE_ITEM, Fault.resetAfterHandling());
        int before = server.requests().size();
        T result = call.get();
        assertThat(server.requests()).hasSize(before + 2);
        return result;
    }

    private static void sentTwice(Runnable call) {
        sentTwice(() -> {
            call.run();
            return true;
        });
    }

    private static void always(Fault fault) {
        FAULTS.script((operation, call) -> Optional.of(fault));
    }

    private static RetryPolicy once() {
        return new RetryPolicy(1, Set.of(), Duration.ZERO, Duration.ZERO, Thread::sleep);
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        UploadException.Unavailable.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
    }

    private void assertMisconfigured(Ledger wrong, String hint) {
        assertThatThrownBy(() -> wrong.claim(key, LEASE))
                .isInstanceOfSatisfying(
                        UploadException.Misconfigured.class,
                        e -> assertThat(e.problem()).isEqualTo(Problem.SETTINGS))
                .hasMessageContaining("LEDGER_TABLE")
                .hasMessageContaining(hint);
    }

    private void changeLater(Runnable change) {
        clock.advance(Duration.ofSeconds(30));
        change.run();
        assertExpiresAfterRetention();
    }

    private void assertExpiresAfterRetention() {
        long due = clock.instant().plus(RETENTION).getEpochSecond();
        assertThat(item()).containsEntry("expiresAt", AttributeValue.fromN(Long.toString(due)));
    }

    private Map<String, AttributeValue> item() {
        return dynamo.getItem(request ->
                        request.tableName(TABLE).consistentRead(true).key(Map.of("id", AttributeValue.fromS(key.id()))))
                .item();
    }
}
