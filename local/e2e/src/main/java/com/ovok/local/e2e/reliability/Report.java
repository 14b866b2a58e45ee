package com.ovok.local.e2e.reliability;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of a chaos run. A file that was lost, duplicated or changed is a bug of the function, as is every entry of
 * {@code findings}.
 *
 * @param events deliveries without duplicates
 * @param versions of objects in the events
 * @param documents complete ones at the end
 * @param givenUp events in the failure lists at the end of the faults, by reason
 * @param hopeless events in the failure lists after the redrive, by reason
 * @param redeliveries retries during the faults
 * @param faults that happened
 * @param processes that were started
 * @param deaths how often one of them was killed
 * @param wall from the first delivery to the end of the faults
 * @param findings as text; empty without violations
 */
record Report(
        int events,
        int versions,
        int documents,
        Map<String, Integer> givenUp,
        Map<String, Integer> hopeless,
        int redeliveries,
        Map<FaultKind, Integer> faults,
        int processes,
        int deaths,
        Duration wall,
        List<String> findings) {}
