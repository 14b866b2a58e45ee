package com.ovok.local.benchmarks;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the result.
 *
 * @param work the kind of work
 * @param measure the measured quantity, such as CPU
 * @param against the other side's figures; empty without a comparison
 */
record Row(String work, String measure, String unit, Samples ours, Optional<Samples> against, Goal goal) {

    /** Returns the function's median divided by the other side's. */
    OptionalDouble ratio() {
        return against.isPresent()
                ? OptionalDouble.of(ours.median() / against.get().median())
                : OptionalDouble.empty();
    }

    boolean isReached() {
        return goal.isReachedBy(this);
    }
}
