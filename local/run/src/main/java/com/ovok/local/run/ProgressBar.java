package com.ovok.local.run;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/**
 * Shows the progress of a transfer on a terminal: a bar, bytes, percent, MB/s and the time left. Without a terminal,
 * writes a line per tenth. Ends when all bytes have arrived; until then a transfer may restart. Not thread-safe.
 */
final class ProgressBar {
    private static final int WIDTH = 30;
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final String title;
    private final long total;
    private final PrintStream out;
    private final boolean terminal;
    private final InstantSource clock;
    private final long start;
    private long shownAt;
    private long shownTenth;

    ProgressBar(String title, long total, PrintStream out, boolean terminal, InstantSource clock) {
        this.title = title;
        this.total = total;
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.start = clock.millis();
        this.shownAt = start;
    }

    /** Shows the state if it has changed sufficiently since the last time. */
    void update(long done) {
        long now = clock.millis();
        long tenth = 10 * done / total;
        boolean due = terminal ? now - shownAt >= INTERVAL.toMillis() : tenth != shownTenth;
        if (shownTenth < 10 && (due || done >= total)) {
            shownAt = now;
            shownTenth = tenth;
            show(done, now);
        }
    }

    private void show(long done, long now) {
        String line = line(done, now - start);
        if (terminal) {
            out.print("\r" + line + "\u001b[K" + (done >= total ? System.lineSeparator() : ""));
            out.flush();
        } else {
            out.println(line);
        }
    }

    private String line(long done, long elapsedMillis) {
        double rate = done / (Math.max(elapsedMillis, 1) / 1000.0);
        int filled = (int) (WIDTH * done / total);
        String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
        return String.format(
                Locale.ROOT,
                "%s [%s] %s of %s, %d %%, %.0f MB/s, %s",
                title,
                bar,
                size(done),
                size(total),
                100 * done / total,
                rate / 1e6,
                done >= total
                        ? "done in " + time(elapsedMillis)
                        : "ETA " + time((long) ((total - done) * 1000 / rate)));
    }

    private static String size(long bytes) {
        return bytes >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.2f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String time(long millis) {
        long seconds = (millis + 999) / 1000;
        return seconds < 60 ? seconds + " s" : "%d:%02d min".formatted(seconds / 60, seconds % 60);
    }
}
