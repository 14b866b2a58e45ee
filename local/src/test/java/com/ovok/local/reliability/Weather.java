package com.ovok.local.reliability;

import com.ovok.local.http.Fault;
import com.ovok.local.http.Faults;
import com.ovok.local.http.Operation;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Lets one of so many calls fail, in every way in turn; a seed says which one. Thread-safe. */
final class Weather implements Faults.Script {
    private final long seed;
    private final int oneCallIn;
    private final Map<Mishap, Integer> happened = new EnumMap<>(Mishap.class);
    private boolean calm;

    /**
     * Begins at once.
     *
     * @param oneCallIn 10 for a tenth of all calls, 0 for none
     */
    Weather(long seed, int oneCallIn) {
        this.seed = seed;
        this.oneCallIn = oneCallIn;
        this.calm = oneCallIn == 0;
    }

    @Override
    public synchronized Optional<Fault> faultFor(Operation operation, int call) {
        List<Mishap> kinds = Mishap.of(operation);
        if (calm || kinds.isEmpty()) {
            return Optional.empty();
        }
        int round = (call - 1) / oneCallIn;
        var random = new SplittableRandom(seed + operation.name().hashCode() * 1_000_003L + round);
        if ((call - 1) % oneCallIn != random.nextInt(oneCallIn)) {
            return Optional.empty();
        }
        Mishap mishap = kinds.get(round % kinds.size());
        happened.merge(mishap, 1, Integer::sum);
        return Optional.of(mishap.at(operation));
    }

    synchronized void calmDown() {
        calm = true;
    }

    synchronized Map<Mishap, Integer> happened() {
        return new EnumMap<>(happened);
    }
}
