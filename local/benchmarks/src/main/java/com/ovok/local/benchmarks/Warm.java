package com.ovok.local.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.events.EventBus;
import com.ovok.local.http.Faults;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.FunctionZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A warm process that transfers small files in sequence, compared with one that only makes the same exchanges. */
final class Warm implements Benchmark {
    private static final int BYTES = 10_000;
    private static final int WARM_UP = 500;
    private static final int EVENTS = 500;
    private static final String BOUNDARY = "benchmark";
    private static final String OBJECT = "warm.bin";
    private static final String BUS = "results";

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.plain()) {
            bench.store(OBJECT, BYTES);
            List<Row> rows = new ArrayList<>(cpu(bench, rounds));
            rows.addAll(results(bench, rounds));
            // Last, because the bare handler leaves documents without files.
            rows.addAll(latencies(bench, rounds));
            return rows;
        }
    }

    /** The function with a static token and without a ledger makes the same three exchanges as the bare handler. */
    private static List<Row> latencies(Workbench bench, int rounds) throws Exception {
        DeployedFunction s3 = DeployedFunction.S3;
        FunctionPackage bare =
                bench.keep(FunctionPackage.unpack(FunctionZip.of(bench.directory, List.of(), BareExchanges.class)));
        try (FunctionProcess function = bench.undeployed(bench.function(), s3.handler(), s3.options(), Map.of());
                FunctionProcess exchanges =
                        bench.undeployed(bare, BareExchanges.class.getName(), s3.options(), requests(bench))) {
            millis(bench, function, WARM_UP);
            millis(bench, exchanges, WARM_UP);
            Side ours = new Side();
            Side theirs = new Side();
            for (int round = 0; round < rounds; round++) {
                ours.measure(bench, function);
                theirs.measure(bench, exchanges);
            }
            return List.of(
                    row("CPU", "ms/document", ours.cpu, theirs.cpu, new Goal.Report()),
                    row("p50", 0.5, ours.millis, theirs.millis, new Goal.Times(1.3)),
                    row("p99", 0.99, ours.millis, theirs.millis, new Goal.Report()));
        }
    }

    private static List<Row> cpu(Workbench bench, int rounds) throws Exception {
        boolean node = NodeUpload.isInstalledIn(bench);
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (FunctionProcess deployed = bench.deployed(bench.function(), DeployedFunction.S3)) {
            millis(bench, deployed, WARM_UP);
            for (int round = 0; round < rounds; round++) {
                Duration before = Usage.of(deployed.pid()).cpu();
                millis(bench, deployed, EVENTS);
                ours.add(Usage.of(deployed.pid()).cpu().minus(before).toNanos() / 1e6 / EVENTS);
                if (node) {
                    theirs.add(NodeUpload.cpuMillis(bench, OBJECT, WARM_UP, EVENTS));
                }
            }
        }
        return List.of(new Row(
                "warm, 10 KB, as deployed",
                "CPU",
                "ms/document",
                new Samples("function", ours),
                node ? Optional.of(new Samples("Node", theirs)) : Optional.empty(),
                node ? new Goal.Times(0.5) : new Goal.Report()));
    }

    /** Measures the price of a published result: the deployed function with and without an event bus. */
    private static List<Row> results(Workbench bench, int rounds) throws Exception {
        try (EventBus bus = EventBus.start(BUS, new Faults());
                FunctionProcess plain = bench.deployed(bench.function(), DeployedFunction.S3);
                FunctionProcess publishing = bench.deployed(
                        bench.function(),
                        DeployedFunction.S3,
                        Map.of(
                                "RESULT_EVENT_BUS",
                                BUS,
                                "AWS_ENDPOINT_URL_EVENTBRIDGE",
                                bus.endpoint().toString()))) {
            millis(bench, plain, WARM_UP);
            millis(bench, publishing, WARM_UP);
            Side without = new Side();
            Side with = new Side();
            for (int round = 0; round < rounds; round++) {
                without.measure(bench, plain);
                with.measure(bench, publishing);
            }
            return List.of(
                    resultRow("CPU", "ms/document", with.cpu, without.cpu),
                    resultRow("p50", "ms", quantile(with.millis, 0.5), quantile(without.millis, 0.5)));
        }
    }

    private static Row resultRow(String name, String unit, double with, double without) {
        return resultRow(name, unit, List.of(with), List.of(without));
    }

    private static Row resultRow(String name, String unit, List<Double> with, List<Double> without) {
        return new Row(
                "warm, 10 KB, with a published result",
                name,
                unit,
                new Samples("with event bus", with),
                Optional.of(new Samples("without", without)),
                new Goal.Report());
    }

    /** CPU per document and the latencies of one process. */
    private static final class Side {
        private final List<Double> cpu = new ArrayList<>();
        private final List<Double> millis = new ArrayList<>();

        void measure(Workbench bench, FunctionProcess process) throws IOException, InterruptedException {
            Duration before = Usage.of(process.pid()).cpu();
            millis.addAll(Warm.millis(bench, process, EVENTS));
            cpu.add(Usage.of(process.pid()).cpu().minus(before).toNanos() / 1e6 / EVENTS);
        }
    }

    private static Row row(String name, double quantile, List<Double> ours, List<Double> theirs, Goal goal) {
        return row(name, "ms", List.of(quantile(ours, quantile)), List.of(quantile(theirs, quantile)), goal);
    }

    private static Row row(String name, String unit, List<Double> ours, List<Double> theirs, Goal goal) {
        return new Row(
                "warm, 10 KB, static token, no ledger",
                name,
                unit,
                new Samples("function", ours),
                Optional.of(new Samples("three bare exchanges", theirs)),
                goal);
    }

    private static double quantile(List<Double> values, double quantile) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(quantile * sorted.size())));
    }

    private static List<Double> millis(Workbench bench, FunctionProcess process, int events)
            throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            byte[] event = bench.arrival(bench.storeNew(BYTES));
            long start = System.nanoTime();
            Workbench.transfer(process, event);
            millis.add(Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e6);
        }
        return millis;
    }

    private static Map<String, String> requests(Workbench bench) throws IOException, InterruptedException {
        JsonNode form = bench.form();
        return Map.of(
                "SOURCE", bench.readable(OBJECT).toString(),
                "DOCUMENT", Workbench.NEW_DOCUMENT,
                "STORAGE", form.path("url").textValue(),
                "FORM_TYPE", "multipart/form-data; boundary=" + BOUNDARY,
                "FORM", Base64.getEncoder().encodeToString(body(form.path("fields"))));
    }

    private static byte[] body(JsonNode fields) throws IOException {
        StringBuilder head = new StringBuilder();
        fields.properties()
                .forEach(field -> head.append(part(field.getKey()))
                        .append(field.getValue().textValue()));
        head.append(part("file\"; filename=\"file"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(head.substring(2).getBytes(StandardCharsets.UTF_8));
        body.write(new byte[BYTES]);
        body.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static String part(String name) {
        return "\r\n--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    }
}
