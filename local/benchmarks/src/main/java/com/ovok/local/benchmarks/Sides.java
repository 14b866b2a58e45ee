package com.ovok.local.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Alternatives for the same work, run in turn, so that noise affects all of them. */
final class Sides {
    /** Does the work once. */
    @FunctionalInterface
    interface Side {
        Measured run() throws Exception;
    }

    private record Lane(String name, Side side, List<Measured> measured) {}

    private final String work;
    private final List<Lane> lanes = new ArrayList<>();

    Sides(String work) {
        this.work = work;
    }

    Sides add(String name, Side side) {
        lanes.add(new Lane(name, side, new ArrayList<>()));
        return this;
    }

    Sides run(int rounds) throws Exception {
        for (int round = 1; round <= rounds; round++) {
            for (Lane lane : lanes) {
                Measured result = lane.side().run();
                lane.measured().add(result);
                Progress.say(work, lane.name(), round, result);
            }
        }
        return this;
    }

    /** Creates a row that compares two of the sides. */
    Row row(String measure, String unit, String ours, String theirs, ToDoubleFunction<Measured> figure, Goal goal) {
        return new Row(work, measure, unit, samples(ours, figure), Optional.of(samples(theirs, figure)), goal);
    }

    /** Creates a row about one side. */
    Row row(String measure, String unit, String ours, ToDoubleFunction<Measured> figure, Goal goal) {
        return new Row(work, measure, unit, samples(ours, figure), Optional.empty(), goal);
    }

    private Samples samples(String side, ToDoubleFunction<Measured> figure) {
        return lanes.stream()
                .filter(lane -> lane.name().equals(side))
                .findFirst()
                .map(lane -> Samples.of(side, lane.measured(), figure))
                .orElseThrow();
    }
}
