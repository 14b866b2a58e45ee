package com.ovok.local.benchmarks;

import java.util.List;

/** Measures one kind of work in a number of rounds, each of which runs every side once. */
@FunctionalInterface
interface Benchmark {
    List<Row> run(int rounds) throws Exception;
}
