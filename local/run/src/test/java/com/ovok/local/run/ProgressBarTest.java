package com.ovok.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long TOTAL = 2_500_000_000L;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long millis;

    @Test
    void showsOneLineOnTerminal() {
        ProgressBar bar = bar(true);
        at(4000, bar, 1_000_000_000);
        at(4050, bar, 1_010_000_000);
        at(8000, bar, TOTAL);
        assertThat(shown())
                .isEqualTo("\r"
                        + "inbox [############..................] 1.00 GB of 2.50 GB, 40 %, 250 MB/s, ETA 6"
                        + " s\u001b[K\r"
                        + "inbox [##############################] 2.50 GB of 2.50 GB, 100 %, 313 MB/s, done in 8"
                        + " s\u001b[K\n");
    }

    @Test
    void writesLinePerTenthWithoutTerminal() {
        ProgressBar bar = bar(false);
        for (int percent = 1; percent <= 100; percent++) {
            at(percent * 10_000L, bar, percent * TOTAL / 100);
        }
        assertThat(shown().lines()).hasSize(10).allMatch(line -> !line.contains("\r") && !line.contains("\u001b"));
        assertThat(shown()).contains("50 %, 3 MB/s, ETA 8:20 min").endsWith("done in 16:40 min\n");
    }

    @Test
    void endsWithLastByte() {
        ProgressBar bar = bar(false);
        at(1000, bar, TOTAL);
        at(2000, bar, TOTAL / 2);
        at(3000, bar, TOTAL);
        assertThat(shown().lines()).hasSize(1);
    }

    @Test
    void showsEndOfInstantTransfer() {
        at(0, bar(true), TOTAL);
        assertThat(shown()).contains("100 %").endsWith("\n");
    }

    private ProgressBar bar(boolean terminal) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new ProgressBar("inbox", TOTAL, stream, terminal, () -> Instant.ofEpochMilli(millis));
    }

    private void at(long time, ProgressBar bar, long done) {
        millis = time;
        bar.update(done);
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
