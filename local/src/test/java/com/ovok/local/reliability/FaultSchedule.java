package com.ovok.local.reliability;

import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Lets one of so many calls fail, in every way in turn, and kills a process at one of so many; a seed says at which
 * one. Thread-safe.
 */
final class FaultSchedule implements Faults.Script {
    private final ChaosPlan plan;
    private final Runnable death;
    private final Map<FaultKind, Integer> happened = new EnumMap<>(FaultKind.class);
    private int calls;
    private int deaths;
    private boolean calm;

    /**
     * Begins at once.
     *
     * @param death kills a process
     */
    FaultSchedule(ChaosPlan plan, Runnable death) {
        this.plan = plan;
        this.death = death;
    }

    @Override
    public synchronized Optional<Fault> faultFor(Operation operation, int call) {
        List<FaultKind> kinds = FaultKind.of(operation);
        if (calm || kinds.isEmpty()) {
            return Optional.empty();
        }
        if (strikes("death", ++calls, plan.deaths())) {
            deaths++;
            death.run();
        }
        if (!strikes(operation.name(), call, plan.faults())) {
            return Optional.empty();
        }
        FaultKind mishap = kinds.get(round(call, plan.faults()) % kinds.size());
        happened.merge(mishap, 1, Integer::sum);
        return Optional.of(mishap.at(operation));
    }

    /** Once in each round of so many calls. */
    private boolean strikes(String kind, int call, int oneIn) {
        if (oneIn == 0) {
            return false;
        }
        var random = new SplittableRandom(plan.seed() + kind.hashCode() * 1_000_003L + round(call, oneIn));
        return (call - 1) % oneIn == random.nextInt(oneIn);
    }

    private static int round(int call, int oneIn) {
        return (call - 1) / oneIn;
    }

    synchronized int deaths() {
        return deaths;
    }

    synchronized void calmDown() {
        calm = true;
    }

    synchronized Map<FaultKind, Integer> happened() {
        return new EnumMap<>(happened);
    }
}
