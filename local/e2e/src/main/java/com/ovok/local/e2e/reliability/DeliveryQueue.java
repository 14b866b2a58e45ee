package com.ovok.local.e2e.reliability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One path to the function: the due deliveries, those in progress, and those given up. */
final class DeliveryQueue {
    private final Trigger way;
    private final Deque<Delivery> due = new ArrayDeque<>();
    private final List<Delivery> failureList = new ArrayList<>();
    private int underway;
    private int redeliveries;

    DeliveryQueue(Trigger way) {
        this.way = way;
    }

    /**
     * One attempt to deliver an event.
     *
     * @param id of the event, the same for all attempts
     * @param attempt counts from 1
     * @param reason of the last failure; empty before
     */
    record Delivery(String id, Arrival arrival, int attempt, String reason) {
        Delivery failed(String why) {
            return new Delivery(id, arrival, attempt, why);
        }

        Delivery next() {
            return new Delivery(id, arrival, attempt + 1, reason);
        }
    }

    Trigger way() {
        return way;
    }

    synchronized void add(Arrival arrival) {
        due.add(new Delivery(UUID.randomUUID().toString(), arrival, 1, ""));
    }

    /** Waits until a delivery is due; returns an empty list once all are settled. */
    synchronized List<Delivery> take() throws InterruptedException {
        while (due.isEmpty() && underway > 0) {
            wait();
        }
        List<Delivery> batch = new ArrayList<>();
        while (batch.size() < way.batch && !due.isEmpty()) {
            batch.add(due.remove());
        }
        underway += batch.size();
        return batch;
    }

    /** Redelivers a failed event, or gives it up; {@code failure} is empty after success. */
    synchronized void settle(Delivery delivery, Optional<String> failure) {
        underway--;
        failure.map(delivery::failed).ifPresent(failed -> {
            if (failed.attempt() < way.tries) {
                redeliveries++;
                due.add(failed.next());
            } else {
                failureList.add(failed);
            }
        });
        notifyAll();
    }

    synchronized int redeliveries() {
        return redeliveries;
    }

    synchronized List<Delivery> failureList() {
        return List.copyOf(failureList);
    }

    /** Empties the failure list and delivers each of its events again. */
    synchronized void redrive() {
        failureList.forEach(failed -> add(failed.arrival()));
        failureList.clear();
    }
}
