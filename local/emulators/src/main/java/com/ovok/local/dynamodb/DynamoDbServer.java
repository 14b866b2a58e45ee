package com.ovok.local.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoader;
import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoaderUtil;
import com.ovok.local.http.Faults;
import com.ovok.local.http.LoopbackServer;
import com.ovok.local.http.ReceivedRequest;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * DynamoDB Local in this process, in memory, on a free port of 127.0.0.1, behind a gate that injects faults. All
 * clients see the same tables, whatever their region and credentials. Thread-safe.
 *
 * <p>DynamoDB Local's own launcher would listen on all interfaces and report its use to AWS.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html">How it
 *     differs from DynamoDB</a>
 */
public final class DynamoDbServer implements AutoCloseable {
    private static final AttributeDefinition ID = AttributeDefinition.builder()
            .attributeName("id")
            .attributeType(ScalarAttributeType.S)
            .build();
    private static final KeySchemaElement KEY =
            KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build();

    private final LocalDynamoDBRequestHandler database;
    private final Server jetty = new Server();
    private final URI direct;
    private final Gate gate;
    private final LoopbackServer front;

    private DynamoDbServer(Faults faults, Optional<SSLContext> tls) {
        database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        var listener = new ServerConnector(jetty);
        listener.setHost("127.0.0.1");
        jetty.addConnector(listener);
        jetty.setHandler(new LocalDynamoDBServerHandler(database, null));
        LifeCycle.start(jetty);
        direct = URI.create("http://127.0.0.1:" + listener.getLocalPort());
        gate = new Gate(direct);
        front = LoopbackServer.start(0, tls, gate, faults);
    }

    /** Starts with an empty database; the faults of {@code UPDATE_ITEM} apply to every change of an item. */
    public static DynamoDbServer start(Faults faults) {
        return start(faults, Optional.empty());
    }

    /** Starts with an empty database, over TLS if a context is given. */
    public static DynamoDbServer start(Faults faults, Optional<SSLContext> tls) {
        return new DynamoDbServer(faults, tls);
    }

    /** Returns whether the server has the native code of its storage for this system and processor. */
    public static boolean runsHere() {
        String library = "native/" + SQLiteLibraryLoaderUtil.getNativeLibFolderPathForCurrentOS() + "/"
                + SQLiteLibraryLoaderUtil.getNativeLibName();
        return SQLiteLibraryLoader.class.getResource(library) != null;
    }

    public URI endpoint() {
        return front.uri();
    }

    /** Returns a builder of the SDK's clients of this server, with the SDK's defaults. */
    public DynamoDbClientBuilder clientBuilder() {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
    }

    /** Returns all requests in the order of arrival. */
    public List<ReceivedRequest> requests() {
        return front.requests();
    }

    /** Creates a table for the ledger like {@code template.yaml}. */
    public void createLedgerTable(String name) {
        try (DynamoDbClient dynamo = clientBuilder().endpointOverride(direct).build()) {
            dynamo.createTable(table -> table.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(ID)
                    .keySchema(KEY));
            dynamo.updateTimeToLive(table -> table.tableName(name)
                    .timeToLiveSpecification(
                            ttl -> ttl.attributeName("expiresAt").enabled(true)));
        }
    }

    /** Stops listening and drops all tables. */
    @Override
    public void close() {
        front.close();
        gate.close();
        LifeCycle.stop(jetty);
        database.shutdown();
    }
}
