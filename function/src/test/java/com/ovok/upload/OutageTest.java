package com.ovok.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Concurrent calls of one server while it is unavailable. */
@Timeout(60)
class OutageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(450);

    private final VirtualTime time = new VirtualTime();
    private final Instant start = time.instant();
    private final RetryPolicy retries = RetryPolicy.standard(time);
    private final List<Instant> attempts = Collections.synchronizedList(new ArrayList<>());

    @RepeatedTest(20)
    void probesWithOneOfTenFiles() throws Exception {
        time.run(files(10, () -> isBefore(120)));

        assertThat(attempts).hasSizeBetween(20, 50);
        assertThat(attemptsWithin(60, 120)).isBetween(1L, 30L);
    }

    @RepeatedTest(20)
    void releasesAllAfterOneSuccess() throws Exception {
        List<Instant> ends = time.run(files(10, () -> isBefore(15)));

        Instant first = Collections.min(ends);
        assertThat(first).isBefore(start.plusSeconds(45));
        assertThat(ends).allMatch(end -> end.isBefore(first.plusMillis(1600)));
    }

    @RepeatedTest(20)
    void letsLateFilesTryOnce() throws Exception {
        List<Callable<Instant>> files = files(3, () -> isBefore(100));
        List<Instant> later = Collections.synchronizedList(new ArrayList<>());
        files.add(() -> {
            time.sleep(Duration.ofSeconds(30));
            return file(() -> {
                later.add(time.instant());
                return isBefore(100);
            });
        });
        time.run(files);

        assertThat(later.getFirst()).isBetween(start.plusSeconds(30), start.plusSeconds(35));
        assertThat(later).hasSizeLessThan(15);
    }

    @RepeatedTest(20)
    void staysClosedAfterASingleFailure() throws Exception {
        List<Callable<Instant>> files = new ArrayList<>();
        files.add(() -> failing());
        files.add(() -> {
            for (int i = 0; i < 100; i++) {
                Instant begun = time.instant();
                assertThat(file(() -> false)).isEqualTo(begun);
                time.sleep(Duration.ofMillis(700));
            }
            return time.instant();
        });
        Instant givenUp = time.run(files).getFirst();

        assertThat(Duration.between(start, givenUp))
                .as("a tenth of its patience, because the other one passes")
                .isBetween(PATIENCE.dividedBy(10), PATIENCE.dividedBy(10).plusSeconds(20));
    }

    @RepeatedTest(20)
    void limitsDelayByFailingFilesToSeconds() throws Exception {
        List<Callable<Instant>> files = new ArrayList<>(List.of(this::failing, this::failing, this::failing));
        files.add(() -> {
            for (int i = 0; i < 50; i++) {
                Instant begun = time.instant();
                assertThat(file(() -> false)).isBefore(begun.plusSeconds(3));
                time.sleep(Duration.ofSeconds(3));
            }
            return time.instant();
        });
        time.run(files);
    }

    @RepeatedTest(20)
    void probesASilentServerEveryThreeSeconds() throws Exception {
        time.run(files(10, () -> {
            boolean down = isBefore(120);
            if (down) {
                sleep(Duration.ofSeconds(60));
            }
            return down;
        }));

        assertThat(attemptsWithin(0, 59)).as("all at once, before one failed").isEqualTo(10);
        assertThat(attemptsWithin(61, 120)).isLessThanOrEqualTo(21);
        assertThat(time.instant()).isBefore(start.plusSeconds(240));
    }

    @RepeatedTest(20)
    void freesTheProbeAfterOtherFailures() throws Exception {
        List<Callable<Instant>> files = files(2, () -> isBefore(60));
        files.add(() -> {
            time.sleep(Duration.ofSeconds(30));
            assertThatExceptionOfType(UploadException.Unavailable.class)
                    .isThrownBy(() -> retries.call(deadline(), () -> {
                        throw new UploadException.Unavailable(Problem.OVOK_FAULT, "broken", null);
                    }));
            return time.instant();
        });
        List<Instant> ends = time.run(files);

        assertThat(ends.getLast()).isBefore(start.plusSeconds(36));
        assertThat(ends).allMatch(end -> end.isBefore(start.plusSeconds(120)));
    }

    private List<Callable<Instant>> files(int count, BooleanSupplier down) {
        return new ArrayList<>(IntStream.range(0, count)
                .<Callable<Instant>>mapToObj(i -> () -> file(down))
                .toList());
    }

    /** A file whose attempts fail while the server is down; returns the time of its success. */
    private Instant file(BooleanSupplier down) {
        return retries.call(deadline(), () -> {
            attempts.add(time.instant());
            if (down.getAsBoolean()) {
                throw new UploadException.Unavailable(Problem.UNAVAILABLE, "not now", null);
            }
            return time.instant();
        });
    }

    /** A file that always fails; returns the time at which the policy gives up. */
    private Instant failing() {
        assertThatExceptionOfType(UploadException.Unavailable.class).isThrownBy(() -> file(() -> true));
        return time.instant();
    }

    private Deadline deadline() {
        return Deadline.in(PATIENCE.multipliedBy(2), time);
    }

    private boolean isBefore(long seconds) {
        return time.instant().isBefore(start.plusSeconds(seconds));
    }

    private long attemptsWithin(long from, long to) {
        return attempts.stream()
                .filter(at -> !at.isBefore(start.plusSeconds(from)) && at.isBefore(start.plusSeconds(to)))
                .count();
    }

    private void sleep(Duration pause) {
        try {
            time.sleep(pause);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
