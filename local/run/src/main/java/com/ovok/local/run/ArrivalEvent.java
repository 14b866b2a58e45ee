package com.ovok.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** An event about objects in buckets, whichever service sends it. */
sealed interface ArrivalEvent extends LocalEvent permits S3Event, EventBridgeEvent, BatchOperationsEvent {
    Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Returns the created objects; changes to them change the event. */
    List<Arrival> arrivals();

    /** Leaves nothing but the first arrival, which becomes that of a file of this name. */
    void narrowTo(String fileName) throws ExitException;

    default Set<String> buckets() {
        return arrivals().stream().map(Arrival::bucket).collect(Collectors.toSet());
    }

    @Override
    default JsonNode entries(JsonNode response) throws ExitException {
        if (!response.isArray()) {
            throw ExitException.failed("the function returned no list: " + response);
        }
        return response;
    }

    static boolean isBucket(String name) {
        return BUCKET.matcher(name).matches();
    }

    static ExitException nothingArrives() {
        return ExitException.badInput("-Dfile: the event tells of no arrival that the file could stand for");
    }
}
