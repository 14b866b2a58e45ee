package com.ovok.upload.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of the ledger.
 *
 * @param table the DynamoDB table; empty for a ledger in the process's memory
 * @param retention how long the table keeps an item
 */
record LedgerSettings(Optional<String> table, Duration retention) {
    private static final Duration RETENTION = Duration.ofDays(90);

    static LedgerSettings from(EnvironmentReader reader) {
        return new LedgerSettings(
                reader.optional("LEDGER_TABLE", Function.identity()),
                reader.optional("LEDGER_RETENTION_DAYS", LedgerSettings::days).orElse(RETENTION));
    }

    private static Duration days(String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("not a number of days");
        }
        return Duration.ofDays(Long.parseLong(text));
    }
}
