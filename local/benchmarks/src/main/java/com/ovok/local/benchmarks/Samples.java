package com.ovok.local.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The figures of one side, one per round. */
record Samples(String side, List<Double> values) {
    Samples {
        values = values.stream().sorted().toList();
    }

    static Samples of(String side, List<Measured> measured, ToDoubleFunction<Measured> figure) {
        return new Samples(side, measured.stream().map(figure::applyAsDouble).toList());
    }

    static Samples of(String side, double only) {
        return new Samples(side, List.of(only));
    }

    double median() {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
    }

    double least() {
        return values.getFirst();
    }

    double most() {
        return values.getLast();
    }
}
