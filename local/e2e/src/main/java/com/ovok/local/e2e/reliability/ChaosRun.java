package com.ovok.local.e2e.reliability;

import com.ovok.local.e2e.reliability.Arrival.Fate;
import com.ovok.local.e2e.reliability.DeliveryQueue.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends many arrivals, some twice and all out of sequence, through several processes of the function at once, while
 * some calls fail and processes are killed. Then, without faults, redrives the failed events, as the runbook describes.
 */
final class ChaosRun implements AutoCloseable {
    /**
     * Short, because a stalled call and a lost lease last as long as an invocation. Longer than eight seconds;
     * otherwise a queue gets all of its messages back.
     */
    private static final Duration STORM_TIMEOUT = Duration.ofSeconds(12);

    private static final Duration CALM_TIMEOUT = Duration.ofSeconds(30);
    private static final List<Fate> HOPELESS = List.of(Fate.MISSING, Fate.OVERWRITTEN, Fate.REFUSED, Fate.TOO_LARGE);

    private final ChaosPlan plan;
    private final Random random;
    private final FaultSchedule weather;
    private final TestEnvironment scene = new TestEnvironment();
    private final DeliveryQueue direct = new DeliveryQueue(Trigger.DIRECT);
    private final DeliveryQueue queue = new DeliveryQueue(Trigger.QUEUE);
    private final DeliveryQueue bridge = new DeliveryQueue(Trigger.EVENT_BRIDGE);
    private final DeliveryQueue batch = new DeliveryQueue(Trigger.BATCH_OPERATIONS);
    private final List<DeliveryQueue> lanes = List.of(direct, queue, bridge, batch);
    private final List<Environment> environments = new ArrayList<>();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Inspection inspection = new Inspection(scene);

    private ChaosRun(ChaosPlan plan) throws IOException {
        this.plan = plan;
        this.random = new Random(plan.seed());
        this.weather = new FaultSchedule(plan, this::killOne);
    }

    /** Runs the plan without a time limit; everything it starts has ended when it returns. */
    static Report run(ChaosPlan plan) throws IOException, InterruptedException, ExecutionException {
        try (ChaosRun storm = new ChaosRun(plan)) {
            return storm.run();
        }
    }

    private Report run() throws IOException, InterruptedException, ExecutionException {
        List<Arrival> events = events();
        distribute(events);
        start();
        scene.faults.script(weather);
        long begun = System.nanoTime();
        work(STORM_TIMEOUT);
        Duration wall = Duration.ofNanos(System.nanoTime() - begun);
        int redeliveries = lanes.stream().mapToInt(DeliveryQueue::redeliveries).sum();
        List<Delivery> givenUp = failureLists();
        inspection.afterTheStorm(arrivals, givenUp);

        weather.calmDown();
        lanes.forEach(DeliveryQueue::redrive);
        work(CALM_TIMEOUT);
        environments.forEach(Environment::close);
        environments.forEach(environment -> inspection.died(environment.diedWith()));
        inspection.inTheEnd(arrivals, failureLists());
        if (plan.publishes()) {
            inspection.published(arrivals);
        }
        return new Report(
                events.size(),
                arrivals.size(),
                scene.complete().size(),
                inspection.byReason(givenUp),
                inspection.byReason(failureLists()),
                redeliveries,
                weather.happened(),
                environments.stream().mapToInt(Environment::processes).sum(),
                weather.deaths(),
                wall,
                inspection.findings());
    }

    /** Of the versions that arrive twice, every second does so in a row, so that two processes receive it at once. */
    private List<Arrival> events() throws IOException {
        List<Arrival> scattered = new ArrayList<>();
        for (int number = 0; number < plan.versions(); number++) {
            arrivals.add(Arrival.at(scene, number, fate(number), plan.bytes(number), random));
            scattered.add(arrivals.getLast());
        }
        List<Arrival> twice =
                arrivals.stream().filter(arrival -> chosen(plan.duplicates())).toList();
        scattered.addAll(twice.subList(0, twice.size() / 2));
        Collections.shuffle(scattered, random);
        twice.subList(twice.size() / 2, twice.size())
                .forEach(arrival -> scattered.add(scattered.indexOf(arrival), arrival));
        return scattered;
    }

    private Fate fate(int number) {
        return plan.hopeless() > 0 && number % plan.hopeless() == 0
                ? HOPELESS.get(number / plan.hopeless() % HOPELESS.size())
                : Fate.TRANSFERRED;
    }

    private boolean chosen(int oneIn) {
        return oneIn > 0 && random.nextInt(oneIn) == 0;
    }

    /** In turn, to the lanes that have processes. */
    private void distribute(List<Arrival> events) {
        List<DeliveryQueue> open = new ArrayList<>();
        if (plan.direct() > 0) {
            open.add(direct);
        }
        if (plan.queue() > 0) {
            open.add(queue);
        }
        if (plan.bridge() > 0) {
            open.add(bridge);
        }
        if (plan.batch() > 0) {
            open.add(batch);
        }
        for (int i = 0; i < events.size(); i++) {
            DeliveryQueue lane = open.get(i % open.size());
            // A task without an ETag takes the newer bytes.
            boolean blind = lane == batch && events.get(i).fate() == Fate.OVERWRITTEN;
            (blind ? open.getFirst() : lane).add(events.get(i));
        }
    }

    private void start() throws IOException {
        Map<String, String> settings = new HashMap<>(plan.settings());
        if (plan.publishes()) {
            settings.putAll(scene.publishing());
        }
        start(plan.direct(), direct, settings);
        start(plan.queue(), queue, settings);
        start(plan.bridge(), bridge, settings);
        start(plan.batch(), batch, settings);
    }

    private void start(int processes, DeliveryQueue lane, Map<String, String> settings) throws IOException {
        for (int i = 0; i < processes; i++) {
            environments.add(new Environment(scene, lane, settings));
        }
    }

    private void work(Duration timeout) throws InterruptedException, ExecutionException {
        together(environments.stream()
                .<Callable<?>>map(environment -> () -> {
                    environment.work(timeout);
                    return true;
                })
                .toList());
    }

    /** The first worker that fails ends the others, because its deliveries would never be settled. */
    static void together(List<Callable<?>> workers) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Object> ends = new ExecutorCompletionService<>(threads);
            workers.forEach(worker -> ends.submit(worker::call));
            try {
                for (int ended = 0; ended < workers.size(); ended++) {
                    ends.take().get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private void killOne() {
        environments.get(random.nextInt(environments.size())).kill();
    }

    private List<Delivery> failureLists() {
        return lanes.stream().flatMap(lane -> lane.failureList().stream()).toList();
    }

    @Override
    public void close() throws IOException {
        environments.forEach(Environment::close);
        scene.close();
    }
}
