package com.ovok.local.e2e.reliability;

import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Lets one call in this many fail, with each fault in turn, and kills a process at one in this many; a seed determines
 * which. Thread-safe.
 */
final class FaultSchedule implements Faults.Script {
    /** In bytes: a longer form contains a large file. */
    private static final int LARGE = 1 << 20;
    /** The rate of faults among the few large uploads. */
    private static final int LARGE_FAULTS = 2;

    private final ChaosPlan plan;
    private final Runnable death;
    private final Map<FaultKind, Integer> happened = new EnumMap<>(FaultKind.class);
    private int calls;
    private int largeUploads;
    private int deaths;
    private boolean calm;

    /**
     * Starts at once.
     *
     * @param death kills a process
     */
    FaultSchedule(ChaosPlan plan, Runnable death) {
        this.plan = plan;
        this.death = death;
    }

    @Override
    public Optional<Fault> faultFor(Operation operation, int call) {
        return faultFor(operation, call, 0);
    }

    /** A large upload gets only the faults that a small one cannot have. */
    @Override
    public synchronized Optional<Fault> faultFor(Operation operation, int call, long length) {
        List<FaultKind> kinds = new ArrayList<>(FaultKind.of(operation));
        boolean large = kinds.remove(FaultKind.STOPPED_READING) && length > LARGE;
        if (calm || kinds.isEmpty()) {
            return Optional.empty();
        }
        if (strikes("death", ++calls, plan.deaths())) {
            deaths++;
            death.run();
        }
        return (large ? ofLargeUpload() : ofCall(operation, call, kinds)).map(mishap -> {
            happened.merge(mishap, 1, Integer::sum);
            return mishap.at(operation);
        });
    }

    private Optional<FaultKind> ofLargeUpload() {
        return plan.faults() > 0 && strikes("large", ++largeUploads, LARGE_FAULTS)
                ? Optional.of(FaultKind.STOPPED_READING)
                : Optional.empty();
    }

    private Optional<FaultKind> ofCall(Operation operation, int call, List<FaultKind> kinds) {
        return strikes(operation.name(), call, plan.faults())
                ? Optional.of(kinds.get(round(call, plan.faults()) % kinds.size()))
                : Optional.empty();
    }

    /** Once in each round of this many calls. */
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
