package com.ovok.local.e2e.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import com.ovok.local.lambda.LambdaFunction;
import com.ovok.local.ovok.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes of the function with one table, and requests with one {@code Idempotency-Key} to both. */
class SharedKeyIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Gateway GATEWAY = Gateway.HTTP_API;
    private static final Call CALL =
            Call.put("/documents/a.txt", "text/plain", "hello").with("Idempotency-Key", "shared");

    private final CountDownLatch uploading = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private DynamoDbServer dynamo;
    private RunningApi api;
    private LambdaFunction one;
    private LambdaFunction other;

    @BeforeAll
    static void needsDynamoDbLocal() {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
    }

    @BeforeEach
    void start() throws Exception {
        dynamo = DynamoDbServer.start(new Faults());
        dynamo.createLedgerTable("ledger");
        api = new RunningApi(
                TIMEOUT,
                Map.of(
                        "LEDGER_TABLE",
                        "ledger",
                        "AWS_ENDPOINT_URL_DYNAMODB",
                        dynamo.endpoint().toString()));
        one = api.function(GATEWAY, TIMEOUT);
        other = api.function(GATEWAY, TIMEOUT);
    }

    @AfterEach
    void stop() throws Exception {
        goOn.countDown();
        one.close();
        other.close();
        api.close();
        dynamo.close();
    }

    @Test
    void returnsSameDocumentFromSecondProcess() throws Exception {
        holdTheUpload();
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> response(one, CALL));
        assertThat(uploading.await(2, TimeUnit.MINUTES)).isTrue();

        Response busy = response(other, CALL);
        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.problem()).isEqualTo("busy");
        assertThat(busy.headers()).containsKey("Retry-After");
        assertThat(api.ovok.documents()).singleElement().matches(document -> !document.isComplete());

        goOn.countDown();
        assertThat(first.join().status()).isEqualTo(201);
        Response repeated = response(other, CALL);
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.body()).isEqualTo(first.join().body());
        assertThat(api.ovok.documents()).singleElement().matches(Document::isComplete);
    }

    @Test
    void rejectsReusedKeyInSecondProcess() throws Exception {
        Call changed = Call.put("/documents/a.txt", "text/plain", "hallo").with("Idempotency-Key", "shared");
        holdTheUpload();
        CompletableFuture<Response> first = CompletableFuture.supplyAsync(() -> response(one, CALL));
        assertThat(uploading.await(2, TimeUnit.MINUTES)).isTrue();

        isReused(response(other, changed));
        goOn.countDown();
        assertThat(first.join().status()).isEqualTo(201);
        isReused(response(other, changed));
        assertThat(api.ovok.documents()).hasSize(1);
    }

    /** Delays the first upload to OVOK's bucket until the test releases it. */
    private void holdTheUpload() {
        api.faults.script((operation, _) -> {
            if (operation == Operation.POST_OBJECT) {
                uploading.countDown();
                awaitGoOn();
            }
            return Optional.empty();
        });
    }

    private void awaitGoOn() {
        try {
            assertThat(goOn.await(2, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void isReused(Response response) {
        assertThat(response.status()).isEqualTo(422);
        assertThat(response.problem()).isEqualTo("idempotency-key-reused");
    }

    private Response response(LambdaFunction function, Call call) {
        try {
            return api.response(function, GATEWAY, call);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
