package com.ovok.upload.ovok;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Deadline;
import com.ovok.upload.SettableClock;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeShareTest {

    @ParameterizedTest
    @CsvSource({"900, 10", "40, 10", "24, 6", "8, 2", "5, 2", "2, 2", "1, 1", "0, 0", "-1, -1"})
    void returnsPartWithinBounds(int remaining, int share) {
        SettableClock clock = new SettableClock();
        Deadline deadline = Deadline.in(Duration.ofSeconds(remaining), clock);
        TimeShare quarter = new TimeShare(4, Duration.ofSeconds(2), Duration.ofSeconds(10));

        assertThat(Duration.between(clock.instant(), quarter.of(deadline).at())).hasSeconds(share);
    }
}
