package com.ovok.local.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** An event of EventBridge, about one object if it is S3's {@code Object Created}. */
record EventBridgeEvent(ObjectNode json) implements ArrivalEvent {

    @Override
    public String function() {
        return LocalEnvironment.EVENT_BRIDGE_FUNCTION;
    }

    @Override
    public List<Arrival> arrivals() {
        return arrival(json).stream().toList();
    }

    /** The object whose arrival an event tells; empty if it tells of something else. */
    static Optional<Arrival> arrival(JsonNode event) {
        String bucket = event.at("/detail/bucket/name").asText();
        return event.path("detail-type").asText().equals("Object Created")
                        && ArrivalEvent.isBucket(bucket)
                        && event.at("/detail/object") instanceof ObjectNode object
                ? Optional.of(new Arrival(bucket, object, Arrival.Format.EVENT_BRIDGE))
                        .filter(Arrival::isFile)
                : Optional.empty();
    }

    @Override
    public void narrowTo(String fileName) throws ExitException {
        arrival(json).orElseThrow(ArrivalEvent::nothingArrives).rename(fileName);
    }
}
