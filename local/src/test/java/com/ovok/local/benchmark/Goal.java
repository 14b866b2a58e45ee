package com.ovok.local.benchmark;

import java.util.Locale;

/** What a figure is to reach. */
sealed interface Goal {
    /** Nothing: it is there to be seen. */
    record Report() implements Goal {}

    /** At most so many times the other side's. */
    record Times(double ratio) implements Goal {}

    /** At most so much, whatever the other side has. */
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
