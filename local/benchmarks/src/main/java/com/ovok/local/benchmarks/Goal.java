package com.ovok.local.benchmarks;

import java.util.Locale;

/** The goal of a figure. */
sealed interface Goal {
    /** No goal; the figure is only reported. */
    record Report() implements Goal {}

    /** At most this ratio to the other side's figure. */
    record Times(double ratio) implements Goal {}

    /** At most this figure, whatever the other side's is. */
    record Limit(double figure) implements Goal {}

    default boolean isReachedBy(Row row) {
        return switch (this) {
            case Report() -> true;
            case Times(double ratio) -> row.ratio().orElseThrow() <= ratio;
            case Limit(double figure) -> row.ours().median() <= figure;
        };
    }

    default String text(String unit) {
        return switch (this) {
            case Report() -> "";
            case Times(double ratio) -> String.format(Locale.ROOT, "≤ %.2f ×", ratio);
            case Limit(double figure) -> String.format(Locale.ROOT, "≤ %.0f %s", figure, unit);
        };
    }
}
