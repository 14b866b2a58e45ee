package com.ovok.local.benchmark;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One line of the result.
 *
 * @param work what was done
 * @param measure what of it is looked at, such as CPU
 * @param against what the function is compared with, if anything
 */
record Row(String work, String measure, String unit, Samples ours, Optional<Samples> against, Goal goal) {

    /** How many times the other side's median the function's is. */
    OptionalDouble ratio() {
        return against.isPresent()
                ? OptionalDouble.of(ours.median() / against.get().median())
                : OptionalDouble.empty();
    }

    boolean isReached() {
        return goal.isReachedBy(this);
    }
}
