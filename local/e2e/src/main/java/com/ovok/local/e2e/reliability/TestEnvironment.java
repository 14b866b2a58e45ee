package com.ovok.local.e2e.reliability;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.Closer;
import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.events.EventBus;
import com.ovok.local.http.Faults;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.ovok.Document;
import com.ovok.local.ovok.OvokEmulator;
import com.ovok.local.s3.S3Server;
import com.ovok.upload.source.SourceObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** S3, OVOK and DynamoDB with one script of faults, and real processes of the function in front of them. */
final class TestEnvironment implements AutoCloseable {
    static final String INBOX = "ovok-inbox";
    static final String DOCUMENTS = "ovok-documents";
    static final String TABLE = "ledger";
    static final String BUS = "results";
    static final String TOKEN = "access-token-of-the-scene";

    /** In bytes: the maximum size of a file in OVOK. */
    static final int MAX_SIZE = 16 << 20;

    /** A media type that OVOK rejects. */
    static final String REFUSED_TYPE = "application/x-refused";

    private static final JsonMapper JSON = new JsonMapper();

    final Faults faults = new Faults();
    final Queue<String> log = new ConcurrentLinkedQueue<>();
    final DynamoDbServer dynamo;
    final S3Server s3;
    final OvokEmulator ovok;
    final EventBus bus;
    private final Closer closer = Closer.create();
    private final FunctionPackage code;

    /** An environment whose inbox keeps no versions. */
    TestEnvironment() throws IOException {
        this(Set.of());
    }

    /** @param versioned the buckets that keep versions */
    TestEnvironment(Set<String> versioned) throws IOException {
        code = FunctionPackage.unpack(Path.of(requireNonNull(System.getProperty("function.zip"))));
        closer.register(code::close);
        s3 = S3Server.builder(INBOX, DOCUMENTS)
                .versioned(versioned)
                .faults(faults)
                .start();
        closer.register(s3::close);
        ovok = OvokEmulator.builder(s3, DOCUMENTS)
                .accessToken(TOKEN)
                .maxSize(MAX_SIZE)
                .contentTypes(type -> !type.equals(REFUSED_TYPE))
                .faults(faults)
                .start();
        closer.register(ovok::close);
        bus = EventBus.start(BUS, faults);
        closer.register(bus::close);
        dynamo = DynamoDbServer.start(faults);
        closer.register(dynamo::close);
        dynamo.createLedgerTable(TABLE);
    }

    /** Starts a process with the ledger in the shared table; empty settings are omitted. */
    FunctionProcess process(String handler, Duration timeout, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "OVOK_BASE_URL", ovok.baseUri().toString(),
                "OVOK_ACCESS_TOKEN", TOKEN,
                "LEDGER_TABLE", TABLE,
                "AWS_REGION", s3.region(),
                "AWS_ENDPOINT_URL_S3", s3.endpoint().toString(),
                "AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint().toString(),
                "AWS_ACCESS_KEY_ID", s3.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", s3.credentials().secretAccessKey()));
        environment.putAll(settings);
        environment.values().removeIf(String::isEmpty);
        List<String> options = Stream.concat(FunctionConfiguration.MANAGED_JVM_OPTIONS.stream(), Stream.of("-Xmx64m"))
                .toList();
        FunctionConfiguration configuration = new FunctionConfiguration(
                "Function", "com.ovok.upload.lambda." + handler, timeout, 1769, environment, options);
        return FunctionProcess.start(code, configuration, log::add);
    }

    /** Returns the settings of a process that publishes results. */
    Map<String, String> publishing() {
        return Map.of(
                "RESULT_EVENT_BUS",
                BUS,
                "AWS_ENDPOINT_URL_EVENTBRIDGE",
                bus.endpoint().toString());
    }

    /** Returns the settings of a process that publishes results and deletes objects with complete documents. */
    Map<String, String> withResults() {
        Map<String, String> settings = new TreeMap<>(publishing());
        settings.put("AFTER_COMPLETION", "delete");
        return settings;
    }

    /** Stores an object and returns S3's event of it. */
    byte[] arrival(String key, String content, String sequencer) throws IOException {
        return event(stored(key, content, sequencer));
    }

    /** Stores an object, as events name it. */
    SourceObject stored(String key, String content, String sequencer) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        store(key, bytes, "text/plain", Map.of());
        return new SourceObject(INBOX, key, null, Arrival.md5(bytes), sequencer, (long) bytes.length);
    }

    void store(String key, byte[] content, String contentType, Map<String, String> metadata) throws IOException {
        Path file = Files.createTempFile("arrival", "");
        try {
            Files.write(file, content);
            s3.put(INBOX, key, file, contentType, metadata);
        } finally {
            Files.delete(file);
        }
    }

    static byte[] event(String key, String sequencer) {
        return event(new SourceObject(INBOX, key, null, null, sequencer));
    }

    /** Returns S3's event of this object, whose key must not need encoding. */
    static byte[] event(SourceObject object) {
        ObjectNode record = JSON.createObjectNode().put("eventName", "ObjectCreated:Put");
        ObjectNode s3 = record.putObject("s3");
        s3.putObject("bucket").put("name", object.bucket());
        s3.putObject("object")
                .put("key", object.key())
                .put("versionId", object.versionId())
                .put("eTag", object.eTag())
                .put("sequencer", object.sequencer())
                .put("size", object.size());
        ObjectNode event = JSON.createObjectNode();
        event.putArray("Records").add(record);
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The event that EventBridge would send for this object, with the sequencer in the form of its sample. */
    static byte[] eventBridgeEvent(SourceObject object) {
        ObjectNode event = JSON.createObjectNode().put("version", "0").put("detail-type", "Object Created");
        event.put("source", "aws.s3").put("region", "eu-central-1");
        ObjectNode detail = event.putObject("detail").put("version", "0").put("reason", "PutObject");
        detail.putObject("bucket").put("name", object.bucket());
        String sequencer = String.valueOf(object.sequencer());
        detail.putObject("object")
                .put("key", object.key())
                .put("etag", object.eTag())
                .put("sequencer", sequencer.toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", ""))
                .put("size", object.size());
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The event of a job of S3 Batch Operations whose manifest names this object by its key. */
    static byte[] batchOperationsEvent(SourceObject object) {
        ObjectNode event = JSON.createObjectNode().put("invocationSchemaVersion", "2.0");
        event.put("invocationId", "invocation").putObject("job").put("id", "job");
        event.putArray("tasks")
                .addObject()
                .put("taskId", "task")
                .put("s3Bucket", object.bucket())
                .put("s3Key", URLEncoder.encode(object.key(), StandardCharsets.UTF_8));
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    List<Document> complete() {
        return ovok.documents().stream().filter(Document::isComplete).toList();
    }

    List<Document> waiting() {
        return ovok.documents().stream()
                .filter(document -> !document.isComplete())
                .toList();
    }

    String stored(Document document) {
        try (var object = s3.openObject(DOCUMENTS, document.awaitedKey())) {
            return new String(object.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean logged(String message, String... details) {
        return log.stream()
                .filter(line -> line.contains("\"message\":\"" + message + "\""))
                .anyMatch(line -> Stream.of(details).allMatch(line::contains));
    }

    @Override
    public void close() throws IOException {
        closer.close();
    }
}
