package com.ovok.local.e2e.front;

import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.local.http.Fault;
import com.ovok.local.http.Operation;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A function that responds before its gateway's timeout. */
class UploadDeadlineIT {

    @ParameterizedTest
    @EnumSource
    void respondsInTimeAndResumesLater(Gateway gateway) throws IOException {
        try (RunningApi api = new RunningApi(Duration.ofSeconds(8))) {
            Call call = Call.put("/documents/a.txt", "text/plain", "hello").with("Idempotency-Key", "slow");
            api.faults.next(Operation.CREATE_DOCUMENT, Fault.stall());
            Response response = api.response(gateway, call);

            assertThat(response.status()).isEqualTo(504);
            assertThat(response.problem()).isEqualTo("deadline");
            assertThat(response.headers()).containsKey("Retry-After");
            assertThat(api.created(gateway, call).isComplete()).isTrue();
        }
    }
}
