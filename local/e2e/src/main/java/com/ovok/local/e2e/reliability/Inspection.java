package com.ovok.local.e2e.reliability;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.base.Splitter;
import com.ovok.local.e2e.reliability.DeliveryQueue.Delivery;
import com.ovok.local.ovok.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Looks for violations after a chaos run: lost, duplicated or changed files, unreported documents, secrets. */
final class Inspection {
    private static final List<String> SECRET =
            List.of(TestEnvironment.TOKEN, "uploadOptions", "publicToken", "X-Amz-", "Policy", "policy", "binary/");

    /** The last entry is the beginning of JSON in base64: a policy. */
    private static final List<String> SECRET_IN_LOG =
            List.of(TestEnvironment.TOKEN, "X-Amz-", "x-amz-", "Bearer ", "eyJ");

    private final TestEnvironment scene;
    private final List<String> findings = new ArrayList<>();
    private final Set<Arrival> died = new HashSet<>();
    private final Set<String> filled = ConcurrentHashMap.newKeySet();

    /** Starts to watch OVOK's bucket. */
    Inspection(TestEnvironment scene) {
        this.scene = scene;
        scene.s3.onObjectCreated(object -> {
            if (object.bucket().equals(TestEnvironment.DOCUMENTS)) {
                filled.add(Splitter.on('/').splitToList(object.key()).get(1));
            }
        });
    }

    List<String> findings() {
        return List.copyOf(findings);
    }

    /** Records the arrivals in progress when a process ended. */
    void died(Set<Arrival> underway) {
        died.addAll(underway);
    }

    /** Checks that every arrival without a complete document is in a failure list. */
    void afterTheStorm(List<Arrival> arrivals, List<Delivery> givenUp) {
        Set<Arrival> listed = listed(givenUp);
        Map<String, List<Document>> complete = byName(scene.complete());
        for (Arrival arrival : arrivals) {
            require(
                    listed.contains(arrival) || complete.containsKey(arrival.fileName()),
                    arrival,
                    "lost: neither a document nor a failure");
        }
    }

    /**
     * Checks the final state, after all processes have ended. Every valid file is transferred, and the rest is in the
     * failure lists for the right reason.
     */
    void inTheEnd(List<Arrival> arrivals, List<Delivery> givenUp) {
        Map<String, List<Document>> byName = byName(scene.ovok.documents());
        Map<String, Map<String, AttributeValue>> ledger = ledger();
        Records records = new Records();
        Set<Arrival> listed = listed(givenUp);
        for (Arrival arrival : arrivals) {
            List<Document> documents = byName.getOrDefault(arrival.fileName(), List.of());
            Map<String, AttributeValue> item =
                    ledger.getOrDefault(arrival.object().id(), Map.of());
            transferred(arrival, documents, item);
            require(arrival.isTransferred() || listed.contains(arrival), arrival, "passed");
            documents.stream()
                    .filter(document -> !document.isComplete())
                    .forEach(document ->
                            require(records.name(document, arrival, item), arrival, "has an unreported document"));
        }
        Map<String, String> messages = messages();
        givenUp.forEach(failed -> require(
                failed.arrival().fate().reason().equals(Optional.of(reason(failed, messages))),
                failed.arrival(),
                "failed with " + reason(failed, messages)));
        Set<String> exist = scene.ovok.documents().stream().map(Document::id).collect(Collectors.toSet());
        filled.stream().filter(id -> !exist.contains(id)).forEach(id -> findings.add("deleted with its file: " + id));
        ledger.values().forEach(this::holdsNoSecret);
        logHoldsNoSecret(arrivals);
    }

    /** Checks that each document and each file that cannot be transferred was published at least once. */
    void published(List<Arrival> arrivals) {
        Set<String> created = published("Document Created", "/documentId");
        Set<String> failed = published("Document Failed", "/source/key");
        Map<String, List<Document>> complete = byName(scene.complete());
        for (Arrival arrival : arrivals) {
            boolean known = arrival.isTransferred()
                    ? complete.getOrDefault(arrival.fileName(), List.of()).stream()
                            .allMatch(document -> created.contains(document.id()))
                    : failed.contains(arrival.object().key());
            require(known, arrival, "has no published result");
        }
    }

    private Set<String> published(String detailType, String field) {
        return scene.bus.events().stream()
                .filter(event -> event.path("DetailType").asText().equals(detailType))
                .map(event ->
                        Trigger.parsed(event.path("Detail").asText()).at(field).asText())
                .collect(Collectors.toSet());
    }

    private static Set<Arrival> listed(List<Delivery> givenUp) {
        return givenUp.stream().map(Delivery::arrival).collect(Collectors.toSet());
    }

    private void transferred(Arrival arrival, List<Document> documents, Map<String, AttributeValue> item) {
        List<Document> withFile = documents.stream()
                .filter(document -> document.file().isPresent())
                .toList();
        require(withFile.size() == (arrival.isTransferred() ? 1 : 0), arrival, "has " + withFile.size() + " files");
        for (Document document : withFile) {
            boolean same = document.file().orElseThrow().sha256().equals(arrival.sha256());
            require(same && document.isComplete(), arrival, "has other bytes than its object");
            require(
                    item.containsKey("completedEntry")
                            && Optional.of(document.id()).equals(documentOf(item)),
                    arrival,
                    "has another document in the ledger");
        }
    }

    private static Optional<String> documentOf(Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get("documentId")).map(AttributeValue::s);
    }

    private void holdsNoSecret(Map<String, AttributeValue> item) {
        String text = item.toString();
        SECRET.stream().filter(text::contains).forEach(secret -> findings.add("the ledger holds " + secret));
    }

    /** The log contains neither the process's secrets nor names. */
    private void logHoldsNoSecret(List<Arrival> arrivals) {
        String log = String.join("\n", scene.log);
        SECRET_IN_LOG.stream().filter(log::contains).forEach(secret -> findings.add("the log holds " + secret));
        arrivals.forEach(arrival -> require(!log.contains(arrival.fileName()), arrival, "is named in the log"));
    }

    private void require(boolean holds, Arrival arrival, String otherwise) {
        if (!holds) {
            findings.add(arrival.fileName() + " (" + arrival.fate() + ") " + otherwise);
        }
    }

    /** Returns how often each reason occurs in a failure list; valid after all processes have ended. */
    Map<String, Integer> byReason(List<Delivery> givenUp) {
        Map<String, String> messages = messages();
        return givenUp.stream()
                .collect(toMap(failed -> reason(failed, messages), failed -> 1, Integer::sum, TreeMap::new));
    }

    /** Lambda's error has the reason, and for a queue's message the log has it. */
    private static String reason(Delivery failed, Map<String, String> messages) {
        return messages.getOrDefault(failed.id(), failed.reason());
    }

    private Map<String, String> messages() {
        return lines("message failed")
                .collect(toMap(
                        line -> line.path("messageId").asText(),
                        line -> Trigger.reason(line.path("reason").asText()).orElse("unknown"),
                        (earlier, later) -> later));
    }

    private Stream<JsonNode> lines(String message) {
        return scene.log.stream()
                .filter(line -> line.contains("\"message\":\"" + message + "\""))
                .map(Trigger::parsed);
    }

    private static Map<String, List<Document>> byName(Collection<Document> documents) {
        return documents.stream().collect(groupingBy(Document::fileName));
    }

    private Map<String, Map<String, AttributeValue>> ledger() {
        try (DynamoDbClient dynamo = scene.dynamo.clientBuilder().build()) {
            return dynamo.scanPaginator(scan -> scan.tableName(TestEnvironment.TABLE)).items().stream()
                    .collect(toMap(item -> requireNonNull(item.get("id")).s(), item -> item));
        }
    }

    /** The mentions of documents without a file in log and ledger. */
    private final class Records {
        private final Set<String> created = texts("document created", "document");
        private final Set<String> orphans = texts("document orphaned", "document");
        private final Set<String> sourcesOfUnknown = lines("document orphaned")
                .filter(line -> line.path("document").asText().equals("unknown"))
                .map(line -> line.path("source").asText())
                .collect(Collectors.toSet());

        /** If a process ended, the log has at least the line of the document's creation. */
        boolean name(Document document, Arrival arrival, Map<String, AttributeValue> item) {
            return documentOf(item).equals(Optional.of(document.id()))
                    || orphans.contains(document.id())
                    || sourcesOfUnknown.contains(arrival.object().id())
                    || (died.contains(arrival) && created.contains(document.id()));
        }

        private Set<String> texts(String message, String field) {
            return lines(message).map(line -> line.path(field).asText()).collect(Collectors.toSet());
        }
    }
}
