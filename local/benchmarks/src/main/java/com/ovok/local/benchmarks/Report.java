package com.ovok.local.benchmarks;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The rows as {@code benchmark.json}, a Markdown table and a chart. */
record Report(Machine machine, int rounds, List<Row> rows) {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    void writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("benchmark.json"), json());
        Files.writeString(directory.resolve("benchmark.md"), markdown());
        Files.writeString(directory.resolve("benchmark.svg"), Chart.of(rows));
    }

    String markdown() {
        StringBuilder table = new StringBuilder();
        table.append(machine.text()).append(" Rounds: ").append(rounds).append(".\n\n");
        table.append("| work | measure | ours | compared with | ratio | to reach | |\n");
        table.append("| --- | --- | --- | --- | --- | --- | --- |\n");
        rows.forEach(row -> table.append(line(row)));
        return table.toString();
    }

    private static String line(Row row) {
        return String.format(
                Locale.ROOT,
                "| %s | %s, %s | %s | %s | %s | %s | %s |%n",
                row.work(),
                row.measure(),
                row.unit(),
                text(row.ours()),
                row.against().map(Report::text).orElse(""),
                row.ratio().isPresent() ? "%.2f".formatted(row.ratio().getAsDouble()) : "",
                row.goal().text(row.unit()),
                row.goal() instanceof Goal.Report ? "" : row.isReached() ? "reached" : "**missed**");
    }

    /** The median, with the minimum and the maximum if there were several rounds. */
    private static String text(Samples samples) {
        String range = samples.values().size() == 1
                ? ""
                : String.format(Locale.ROOT, " (%s – %s)", figure(samples.least()), figure(samples.most()));
        return samples.side().replace("|", "\\|") + ": " + figure(samples.median()) + range;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }

    private String json() throws IOException {
        ObjectNode report = JSON.createObjectNode().put("rounds", rounds);
        report.set("machine", JSON.valueToTree(machine));
        var list = report.putArray("rows");
        rows.forEach(row -> list.add(json(row)));
        return JSON.writeValueAsString(report) + "\n";
    }

    private static ObjectNode json(Row row) {
        ObjectNode node = JSON.createObjectNode()
                .put("work", row.work())
                .put("measure", row.measure())
                .put("unit", row.unit());
        node.set("ours", JSON.valueToTree(row.ours()));
        row.against().ifPresent(samples -> node.set("against", JSON.valueToTree(samples)));
        row.ratio().ifPresent(ratio -> node.put("ratio", ratio));
        if (!(row.goal() instanceof Goal.Report)) {
            node.put("goal", row.goal().text(row.unit())).put("reached", row.isReached());
        }
        return node;
    }
}
