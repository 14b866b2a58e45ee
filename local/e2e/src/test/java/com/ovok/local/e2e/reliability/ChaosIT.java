package com.ovok.local.e2e.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.ovok.local.dynamodb.DynamoDbServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No file is lost or duplicated, whatever fails: a small {@link ChaosRun}. */
@Timeout(300)
class ChaosIT {
    private static final long SEED = 20261124;

    @BeforeAll
    static void needsDynamoDbLocal() {
        assumeTrue(DynamoDbServer.runsHere(), "DynamoDB Local has no native library for this machine");
    }

    @Test
    void createsOneDocumentOrNamedFailurePerArrival() throws Exception {
        ChaosPlan plan = ChaosPlan.storm(SEED, 120, 1, 1, 1, 1);

        Report report = ChaosRun.run(plan);

        assertThat(report.findings()).as("%s: %s", plan, report).isEmpty();
        assertThat(report.hopeless())
                .as("%s: %s", plan, report)
                .containsOnlyKeys("source-not-found", "source-changed", "not-accepted", "too-large");
        assertThat(report.faults()).as("%s: %s", plan, report).containsOnlyKeys(FaultKind.values());
        assertThat(report.givenUp().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum())
                .as("%s: %s", plan, report)
                .isLessThan(report.events() / 2);
        assertThat(report.deaths()).as("%s: %s", plan, report).isPositive();
        assertThat(report.processes())
                .as("%s: %s", plan, report)
                .isGreaterThan(plan.direct() + plan.queue() + plan.bridge() + plan.batch());
    }

    @Test
    void succeedsAtOnceWithoutFaults() throws Exception {
        Report report = ChaosRun.run(ChaosPlan.calm(40, 100_000, 1, 1, 1, 1));

        assertThat(report.findings()).as("%s", report).isEmpty();
        assertThat(report.documents()).isEqualTo(40);
        assertThat(report.hopeless()).isEmpty();
    }

    @Test
    void findsDuplicatesWithoutSharedLedger() throws Exception {
        Report report = ChaosRun.run(ChaosPlan.withoutLedger(10));

        assertThat(report.findings())
                .as("%s", report)
                .anyMatch(finding -> finding.endsWith("(TRANSFERRED) has 2 files"));
        assertThat(report.documents()).isGreaterThan(10);
    }
}
