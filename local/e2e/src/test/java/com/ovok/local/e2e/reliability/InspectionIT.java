package com.ovok.local.e2e.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.e2e.reliability.Arrival.Fate;
import com.ovok.local.e2e.reliability.DeliveryQueue.Delivery;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Operation;
import com.ovok.local.ovok.Document;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The checks after a chaos run can fail: each case creates one violation, which is found. */
@Timeout(60)
class InspectionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Random RANDOM = new Random(1);

    private static final DeliveryQueue LANE = new DeliveryQueue(Trigger.DIRECT);
    private static final DeliveryQueue FORGETFUL_LANE = new DeliveryQueue(Trigger.DIRECT);

    private static TestEnvironment scene;
    private static Environment environment;

    /** Does not share the ledger of other processes. */
    private static Environment forgetful;

    private static int arrivals;

    private Inspection inspection;

    @BeforeAll
    @Timeout(120)
    static void start() throws IOException {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
        scene = new TestEnvironment();
        environment = new Environment(scene, LANE, Map.of());
        forgetful = new Environment(scene, FORGETFUL_LANE, Map.of("LEDGER_TABLE", ""));
    }

    @AfterAll
    static void stop() throws IOException {
        if (scene != null) {
            environment.close();
            forgetful.close();
            scene.close();
        }
    }

    @BeforeEach
    void inspect() {
        inspection = new Inspection(scene);
    }

    @Test
    void reportsNothingIfAllIsWell() throws Exception {
        Arrival arrival = transferred();

        inspection.afterTheStorm(List.of(arrival), List.of());

        assertThat(inTheEnd(arrival)).isEmpty();
    }

    @Test
    void findsLostFile() throws Exception {
        Arrival arrival = arrival(Fate.TRANSFERRED);

        inspection.afterTheStorm(List.of(arrival), List.of());

        assertThat(inTheEnd(arrival))
                .containsExactly(
                        finding(arrival, "lost: neither a document nor a failure"), finding(arrival, "has 0 files"));
    }

    @Test
    void findsUnpublishedResult() throws Exception {
        Arrival arrival = transferred();

        inspection.published(List.of(arrival));

        assertThat(inspection.findings()).containsExactly(finding(arrival, "has no published result"));
    }

    @Test
    void findsDuplicateFile() throws Exception {
        Arrival arrival = transferred();
        transferWithoutLedger(arrival);

        assertThat(inTheEnd(arrival)).contains(finding(arrival, "has 2 files"));
    }

    @Test
    void findsDocumentOutsideLedger() throws Exception {
        Arrival arrival = arrival(Fate.TRANSFERRED);
        transferWithoutLedger(arrival);

        assertThat(inTheEnd(arrival)).containsExactly(finding(arrival, "has another document in the ledger"));
    }

    @Test
    void findsOtherBytes() throws Exception {
        Arrival arrival = transferred();
        Arrival other = new Arrival(arrival.object(), arrival.fileName(), "0".repeat(64), Fate.TRANSFERRED);

        assertThat(inTheEnd(other)).containsExactly(finding(arrival, "has other bytes than its object"));
    }

    @Test
    void findsUnreportedOrphan() throws Exception {
        scene.faults.next(Operation.CREATE_DOCUMENT, Fault.resetAfterHandling());
        Arrival arrival = transferred();
        await().until(() -> scene.logged(
                "document orphaned",
                "\"document\":\"unknown\"",
                arrival.object().id()));
        assertThat(inTheEnd(arrival)).isEmpty();

        scene.log.clear();

        assertThat(inTheEnd(arrival)).containsExactly(finding(arrival, "has an unreported document"));
    }

    @Test
    void findsDeletedDocument() throws Exception {
        Arrival arrival = transferred();
        Document document = scene.complete().getLast();
        delete(document);

        assertThat(inTheEnd(arrival))
                .containsExactly(finding(arrival, "has 0 files"), "deleted with its file: " + document.id());
    }

    @Test
    void findsHopelessFileNotGivenUp() throws Exception {
        Arrival arrival = arrival(Fate.MISSING);

        assertThat(inTheEnd(arrival)).containsExactly(finding(arrival, "passed"));
    }

    @Test
    void findsFailureForOtherReason() throws Exception {
        Arrival arrival = arrival(Fate.MISSING);

        inspection.inTheEnd(List.of(arrival), List.of(new Delivery("1", arrival, 3, "crashed")));

        assertThat(inspection.findings()).containsExactly(finding(arrival, "failed with crashed"));
    }

    @Test
    void findsSecretInLedger() {
        Map<String, AttributeValue> key = Map.of("id", AttributeValue.fromS("secret"));
        try (DynamoDbClient dynamo = scene.dynamo.clientBuilder().build()) {
            dynamo.putItem(item -> item.tableName(TestEnvironment.TABLE)
                    .item(Map.of(
                            "id",
                            AttributeValue.fromS("secret"),
                            "completedEntry",
                            AttributeValue.fromS(TestEnvironment.TOKEN))));
            assertThat(inTheEnd()).containsExactly("the ledger holds " + TestEnvironment.TOKEN);
            dynamo.deleteItem(item -> item.tableName(TestEnvironment.TABLE).key(key));
        }
    }

    @Test
    void findsSecretsAndNamesInLog() throws Exception {
        Arrival arrival = transferred();
        String line = "Authorization: Bearer " + TestEnvironment.TOKEN + " for " + arrival.fileName();
        scene.log.add(line);

        assertThat(inTheEnd(arrival))
                .containsExactly(
                        "the log holds " + TestEnvironment.TOKEN,
                        "the log holds Bearer ",
                        finding(arrival, "is named in the log"));
        scene.log.remove(line);
    }

    private List<String> inTheEnd(Arrival... those) {
        inspection.inTheEnd(List.of(those), List.of());
        return inspection.findings();
    }

    private static String finding(Arrival arrival, String otherwise) {
        return arrival.fileName() + " (" + arrival.fate() + ") " + otherwise;
    }

    private static Arrival arrival(Fate fate) throws IOException {
        return Arrival.at(scene, ++arrivals, fate, 1000, RANDOM);
    }

    private static Arrival transferred() throws Exception {
        Arrival arrival = arrival(Fate.TRANSFERRED);
        LANE.add(arrival);
        environment.work(TIMEOUT);
        return arrival;
    }

    private static void transferWithoutLedger(Arrival arrival) throws Exception {
        FORGETFUL_LANE.add(arrival);
        forgetful.work(TIMEOUT);
    }

    private static void delete(Document document) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(scene.ovok.baseUri().resolve("/document/" + document.id()))
                    .header("Authorization", "Bearer " + TestEnvironment.TOKEN)
                    .DELETE()
                    .build();
            assertThat(http.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
        }
    }
}
