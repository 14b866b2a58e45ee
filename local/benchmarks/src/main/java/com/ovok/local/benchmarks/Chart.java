package com.ovok.local.benchmarks;

import java.util.List;
import java.util.Locale;

/** The comparisons as bars: the function's figure divided by the other side's; shorter is better. */
final class Chart {
    private static final int LEFT = 330;
    private static final int WIDTH = 420;
    private static final int LINE = 34;
    private static final double MOST = 2.5;

    private Chart() {}

    static String of(List<Row> rows) {
        List<Row> compared =
                rows.stream().filter(row -> row.ratio().isPresent()).toList();
        int height = (compared.size() + 1) * LINE;
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
            <style>text{fill:#333}.bar{fill:#2a7de1}.over{fill:#d9772b}.one{stroke:#888}.goal{stroke:#111;stroke-width:2}
            @media(prefers-color-scheme:dark){text{fill:#ddd}.goal{stroke:#fff}}</style>
            """, LEFT + WIDTH + 60, height));
        for (int i = 0; i < compared.size(); i++) {
            svg.append(bar(compared.get(i), i * LINE));
        }
        svg.append(line("one", 1, 0, compared.size() * LINE));
        svg.append("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">as much as the other</text>\n"
                .formatted(LEFT + x(1), height - 12));
        return svg.append("</svg>\n").toString();
    }

    private static String bar(Row row, int top) {
        double ratio = row.ratio().orElseThrow();
        String title = "%s, %s".formatted(row.work(), row.measure());
        String sides = "%s : %s"
                .formatted(row.ours().side(), row.against().orElseThrow().side());
        String bar = String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <text x="%d" y="%d" text-anchor="end" font-size="10" opacity=".7">%s</text>
                <rect class="%s" x="%d" y="%d" width="%d" height="18" rx="2"/><text x="%d" y="%d">%.2f ×</text>
                """,
                LEFT - 10,
                top + 14,
                escaped(title),
                LEFT - 10,
                top + 27,
                escaped(sides),
                row.isReached() ? "bar" : "over",
                LEFT,
                top + 6,
                Math.max(1, x(ratio)),
                LEFT + x(ratio) + 6,
                top + 19,
                ratio);
        return row.goal() instanceof Goal.Times(double goal) ? bar + line("goal", goal, top + 3, top + 27) : bar;
    }

    private static String line(String type, double ratio, int from, int to) {
        int x = LEFT + x(ratio);
        return "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>%n".formatted(type, x, x, from, to);
    }

    private static int x(double ratio) {
        return (int) Math.round(Math.min(ratio, MOST) / MOST * WIDTH);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
