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

/** A warm process that carries one small file after another, beside one that makes the same exchanges and no more. */
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
            FunctionPackage code = bench.function();
            FunctionPackage bare = bench.keep(
                    FunctionPackage.unpack(TestFunction.zip(bench.directory, List.of(), BareExchanges.class)));
            try (FunctionProcess function = bench.deployed(code, DeployedFunction.S3);
                    FunctionProcess exchanges = bench.undeployed(
                            bare, BareExchanges.class.getName(), DeployedFunction.S3.options(), requests(bench))) {
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
    }

    private static Row row(String name, double quantile, List<Double> ours, List<Double> theirs, Goal goal) {
        return new Row(
                "warm, 10 KB",
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
