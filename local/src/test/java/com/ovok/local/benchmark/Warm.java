package com.ovok.local.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.TestFunction;
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

    @Override
    public List<Row> run(int rounds) throws Exception {
        try (Workbench bench = Workbench.plain()) {
            bench.store(OBJECT, BYTES);
            List<Row> rows = new ArrayList<>(latencies(bench, rounds));
            rows.addAll(cpu(bench, rounds));
            return rows;
        }
    }

    /** The function with a static token and without a ledger makes the same three exchanges as the bare handler. */
    private static List<Row> latencies(Workbench bench, int rounds) throws Exception {
        DeployedFunction s3 = DeployedFunction.S3;
        FunctionPackage bare =
                bench.keep(FunctionPackage.unpack(TestFunction.zip(bench.directory, List.of(), BareExchanges.class)));
        try (FunctionProcess function = bench.undeployed(bench.function(), s3.handler(), s3.options(), Map.of());
                FunctionProcess exchanges =
                        bench.undeployed(bare, BareExchanges.class.getName(), s3.options(), requests(bench))) {
            millis(bench, function, WARM_UP);
            millis(bench, exchanges, WARM_UP);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                ours.addAll(millis(bench, function, EVENTS));
                theirs.addAll(millis(bench, exchanges, EVENTS));
            }
            return List.of(
                    row("p50", 0.5, ours, theirs, new Goal.Times(1.3)),
                    row("p99", 0.99, ours, theirs, new Goal.Report()));
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

    private static Row row(String name, double quantile, List<Double> ours, List<Double> theirs, Goal goal) {
        return new Row(
                "warm, 10 KB, static token, no ledger",
                name,
                "ms",
                Samples.of("function", quantile(ours, quantile)),
                Optional.of(Samples.of("three bare exchanges", quantile(theirs, quantile))),
                goal);
    }

    private static double quantile(List<Double> values, double quantile) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1L, Math.round(quantile * sorted.size())));
    }

    private static List<Double> millis(Workbench bench, FunctionProcess process, int events)
            throws InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            byte[] event = bench.arrival(OBJECT);
            long start = System.nanoTime();
            Workbench.carry(process, event);
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
