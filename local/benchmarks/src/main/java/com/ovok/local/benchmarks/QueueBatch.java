package com.ovok.local.benchmarks;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.lambda.FunctionProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A whole batch of SQS messages compared with a single one, with 100 ms added to every request. */
final class QueueBatch implements Benchmark {
    private static final Duration DELAY = Duration.ofMillis(100);
    private static final int BYTES = 10_000;
    private static final String BATCH = "batch of 10";
    private static final String ONE = "one message";
    private static final String NO_FAILURE = "{\"batchItemFailures\":[]}";
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public List<Row> run(int rounds) throws Exception {
        Faults slow = new Faults().script((operation, call) -> Optional.of(Fault.delay(DELAY)));
        try (Workbench bench = Workbench.plain(slow)) {
            try (FunctionProcess process = bench.deployed(bench.function(), DeployedFunction.QUEUE)) {
                for (int warm = 0; warm < 5; warm++) {
                    transfer(bench, process, 10);
                }
                Sides sides = new Sides("SQS batch, every hop delayed by 100 ms")
                        .add(BATCH, () -> transfer(bench, process, 10))
                        .add(ONE, () -> transfer(bench, process, 1))
                        .run(rounds);
                return List.of(sides.row("wall", "ms", BATCH, ONE, Measured::wallMillis, new Goal.Times(1.3)));
            }
        }
    }

    private static Measured transfer(Workbench bench, FunctionProcess process, int messages) throws Exception {
        ObjectNode event = JSON.createObjectNode();
        ArrayNode records = event.putArray("Records");
        for (int i = 0; i < messages; i++) {
            records.addObject()
                    .put("messageId", "message-" + i)
                    .put("eventSource", "aws:sqs")
                    .put("body", bench.notification(bench.storeNew(BYTES)).toString());
        }
        Measured measured =
                Workbench.measure(process, event.toString().getBytes(StandardCharsets.UTF_8), NO_FAILURE::equals);
        bench.discard();
        return measured;
    }
}
