package com.ovok.upload.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.ledger.Claim.InProgress;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InProcessLedgerTest extends LedgerContract {
    private static final int SLOTS = 10_000;

    private final InProcessLedger process = new InProcessLedger(clock);

    @Override
    Ledger open() {
        return process;
    }

    @Test
    void dropsOldestOfTenThousandKeys() {
        for (int i = 0; i <= SLOTS; i++) {
            ledger.claim(TransferKey.of("slot-" + i), LEASE);
        }

        assertThat(ledger.claim(TransferKey.of("slot-1"), LEASE)).isInstanceOf(InProgress.class);
        assertThat(ledger.claim(TransferKey.of("slot-0"), LEASE)).isInstanceOf(Claim.Fresh.class);
    }

    @Test
    void grantsEachKeyOnceInARace() throws Exception {
        Callable<Long> rival = () -> IntStream.range(0, SLOTS)
                .mapToObj(i -> process.claim(TransferKey.of("slot-" + i), LEASE))
                .filter(Claim.Fresh.class::isInstance)
                .count();
        try (var threads = Executors.newFixedThreadPool(4)) {
            List<Future<Long>> fresh = threads.invokeAll(Collections.nCopies(4, rival));

            assertThat(fresh.stream().mapToLong(Future::resultNow).sum()).isEqualTo(SLOTS);
        }
    }
}
