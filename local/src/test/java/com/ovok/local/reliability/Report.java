package com.ovok.local.reliability;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What came of a storm. A file that was lost, came twice, or differs from its object is a bug of the function; so is
 * what else stands in {@code findings}.
 *
 * @param events deliveries not counted twice
 * @param versions of objects that the events are about
 * @param documents complete ones, when all was over
 * @param givenUp events in the failure lists at the end of the storm, by their reason
 * @param hopeless the same after each of them was sent once more in calm weather
 * @param redeliveries tries after the first, during the storm
 * @param faults that happened
 * @param processes that were started
 * @param deaths how often one of them was killed
 * @param wall from the first delivery to the end of the storm
 * @param findings in words; empty where all is as it has to be
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
