package com.ovok.local.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovok.local.http.Faults;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

@EnabledIf(
        value = "com.ovok.local.dynamodb.DynamoDbServer#runsHere",
        disabledReason = "DynamoDB Local has no native library for this machine")
class DynamoDbServerTest {

    @Test
    void createsLedgerTable() {
        try (var server = DynamoDbServer.start(new Faults());
                DynamoDbClient dynamo = server.clientBuilder().build()) {
            server.createLedgerTable("ledger");

            TableDescription table =
                    dynamo.describeTable(request -> request.tableName("ledger")).table();
            assertThat(table.keySchema())
                    .containsExactly(KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build());
            assertThat(table.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
            TimeToLiveDescription ttl = dynamo.describeTimeToLive(request -> request.tableName("ledger"))
                    .timeToLiveDescription();
            assertThat(ttl.attributeName()).isEqualTo("expiresAt");
            assertThat(ttl.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        }
    }

    @Test
    void acceptsAnyCredentialsAndRegion() {
        try (var server = DynamoDbServer.start(new Faults());
                DynamoDbClient dynamo = server.clientBuilder()
                        .region(Region.US_WEST_2)
                        .credentialsProvider(StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("not-local-at-all", "secret")))
                        .build()) {
            server.createLedgerTable("ledger");

            assertThat(dynamo.listTables().tableNames()).containsExactly("ledger");
        }
    }

    @Test
    void sharesNothingBetweenServers() {
        try (var one = DynamoDbServer.start(new Faults());
                var other = DynamoDbServer.start(new Faults());
                DynamoDbClient dynamo = other.clientBuilder().build()) {
            one.createLedgerTable("ledger");

            assertThat(dynamo.listTables().tableNames()).isEmpty();
        }
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        try (var server = DynamoDbServer.start(new Faults())) {
            int port = server.endpoint().getPort();

            new Socket(InetAddress.getLoopbackAddress(), port).close();
            for (InetAddress address : addressesOfOtherInterfaces()) {
                assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void stopsListeningOnClose() {
        var server = DynamoDbServer.start(new Faults());
        server.close();
        assertThatThrownBy(() -> new Socket(
                        InetAddress.getLoopbackAddress(), server.endpoint().getPort()))
                .isInstanceOf(ConnectException.class);
    }

    private static List<InetAddress> addressesOfOtherInterfaces() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }
}
