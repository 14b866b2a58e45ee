package com.ovok.local.e2e.reliability;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ovok.local.e2e.reliability.Arrival.Fate;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A chaos run always ends. */
@Timeout(60)
class ChaosRunTest {
    @Test
    void endsAllWorkersAfterAFailure() throws Exception {
        DeliveryQueue lane = new DeliveryQueue(Trigger.DIRECT);
        SourceObject object = new SourceObject(TestEnvironment.INBOX, "scan.bin", null, null, null);
        lane.add(new Arrival(object, "scan.bin", "", Fate.TRANSFERRED));
        lane.take();

        assertThatThrownBy(() -> ChaosRun.together(List.of(lane::take, () -> {
                    throw new IOException("no process can be started");
                })))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("no process can be started");
    }
}
