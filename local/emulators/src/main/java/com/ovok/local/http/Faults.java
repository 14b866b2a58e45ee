package com.ovok.local.http;

import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** The script of faults, shared by all servers of an environment. Thread-safe. */
public final class Faults {
    private final Map<Operation, Queue<Optional<Fault>>> queued = new EnumMap<>(Operation.class);
    private final Map<Operation, Integer> calls = new EnumMap<>(Operation.class);
    private Script script = (operation, call) -> Optional.empty();

    /** Decides on each call; {@code call} counts the calls of the operation from 1. */
    @FunctionalInterface
    public interface Script {
        Optional<Fault> faultFor(Operation operation, int call);

        /**
         * Decides on a call by its size too.
         *
         * @param length of the request's body in bytes; negative if undeclared
         */
        default Optional<Fault> faultFor(Operation operation, int call, long length) {
            return faultFor(operation, call);
        }
    }

    /** Assigns these faults to the next calls of this operation, one each in this order. */
    public synchronized Faults next(Operation operation, Fault... faults) {
        List.of(faults).forEach(fault -> queue(operation).add(Optional.of(fault)));
        return this;
    }

    /** Lets the next calls of this operation succeed, after those already scripted. */
    public synchronized Faults pass(Operation operation, int calls) {
        for (int i = 0; i < calls; i++) {
            queue(operation).add(Optional.empty());
        }
        return this;
    }

    /** Decides on every call for which nothing is scripted. */
    public synchronized Faults script(Script newScript) {
        script = newScript;
        return this;
    }

    synchronized Optional<Fault> take(Operation operation, long length) {
        int call = calls.merge(operation, 1, Integer::sum);
        Queue<Optional<Fault>> queue = queue(operation);
        return queue.isEmpty() ? script.faultFor(operation, call, length) : queue.remove();
    }

    private Queue<Optional<Fault>> queue(Operation operation) {
        return queued.computeIfAbsent(operation, key -> new ArrayDeque<>());
    }
}
