package com.ovok.local.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.io.Closer;
import com.ovok.local.dynamodb.DynamoDbServer;
import com.ovok.local.http.Faults;
import com.ovok.local.http.LoopbackCertificate;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.FunctionProcess;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.ovok.Document;
import com.ovok.local.ovok.OvokEmulator;
import com.ovok.local.s3.S3Server;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.apache.commons.io.file.PathUtils;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The servers shared by all sides, in this process, and the function's processes. */
final class Workbench implements AutoCloseable {
    static final String INBOX = "ovok-inbox";

    /** The options of Lambda's managed Java runtime. */
    static final List<String> MANAGED = FunctionConfiguration.MANAGED_JVM_OPTIONS;

    static final String NEW_DOCUMENT = "{\"fileName\":\"file.bin\",\"contentType\":\"application/octet-stream\"}";

    private static final String DOCUMENTS = "ovok-documents";
    private static final String TABLE = "ledger";
    static final String TOKEN = "benchmark";
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final JsonMapper JSON = new JsonMapper();

    final S3Server s3;
    final OvokEmulator ovok;
    final DynamoDbServer dynamo;
    final SecretsManager secrets;
    final Path directory = Files.createTempDirectory("benchmark");
    final LoopbackCertificate certificate = LoopbackCertificate.createIn(directory);
    private final boolean tls;
    private final Closer closer = Closer.create();
    private final JsonNode sample =
            JSON.readTree(events().resolve("s3-put-unversioned.json").toFile());
    private int sequencer;
    private int objects;

    private Workbench(boolean tls, Faults faults) throws IOException {
        this.tls = tls;
        Optional<SSLContext> context = tls ? Optional.of(certificate.serverContext()) : Optional.empty();
        S3Server.Builder storage = S3Server.builder(INBOX, DOCUMENTS).faults(faults);
        context.ifPresent(storage::tls);
        s3 = storage.start();
        closer.register(() -> PathUtils.deleteDirectory(directory));
        closer.register(s3::close);
        OvokEmulator.Builder api =
                OvokEmulator.builder(s3, DOCUMENTS).accessToken(TOKEN).faults(faults);
        context.ifPresent(api::tls);
        ovok = api.start();
        closer.register(ovok::close);
        dynamo = DynamoDbServer.start(faults, context);
        closer.register(dynamo::close);
        dynamo.createLedgerTable(TABLE);
        secrets = new SecretsManager(faults, context);
        closer.register(secrets::close);
    }

    /** All servers over TLS. */
    static Workbench secure() throws IOException {
        return new Workbench(true, new Faults());
    }

    /** All servers over plain http. */
    static Workbench plain() throws IOException {
        return plain(new Faults());
    }

    static Workbench plain(Faults faults) throws IOException {
        return new Workbench(false, faults);
    }

    static List<String> options(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    static Path functionZip() {
        return Path.of(requireNonNull(System.getProperty("function.zip"), "function.zip"));
    }

    private static Path events() {
        return Path.of(requireNonNull(System.getProperty("root.directory"), "root.directory"), "events");
    }

    /** Unpacks the deployable package. */
    FunctionPackage function() throws IOException {
        return keep(FunctionPackage.unpack(functionZip()));
    }

    /** Closes the package with the workbench. */
    FunctionPackage keep(FunctionPackage code) {
        closer.register(code::close);
        return code;
    }

    /** Starts a process as the template deploys it: with ledger, secret and login. */
    FunctionProcess deployed(FunctionPackage code, DeployedFunction function) throws IOException {
        return deployed(code, function, Map.of());
    }

    FunctionProcess deployed(FunctionPackage code, DeployedFunction function, Map<String, String> settings)
            throws IOException {
        Map<String, String> environment = servers();
        environment.putAll(Map.of(
                "LEDGER_TABLE",
                TABLE,
                "AWS_ENDPOINT_URL_DYNAMODB",
                url(dynamo.endpoint()),
                "OVOK_SECRET_ID",
                "uploader",
                "AWS_ENDPOINT_URL_SECRETS_MANAGER",
                url(secrets.endpoint())));
        environment.putAll(settings);
        return start(code, function.handler(), function.options(), environment);
    }

    /** Starts a process with a static token and without a ledger in DynamoDB. */
    FunctionProcess undeployed(FunctionPackage code, String handler, List<String> options, Map<String, String> settings)
            throws IOException {
        Map<String, String> environment = servers();
        environment.put("OVOK_ACCESS_TOKEN", TOKEN);
        environment.putAll(settings);
        return start(code, handler, options, environment);
    }

    private Map<String, String> servers() {
        return new TreeMap<>(Map.of(
                "OVOK_BASE_URL", url(ovok.baseUri()),
                "AWS_REGION", s3.region(),
                "AWS_ENDPOINT_URL_S3", url(s3.endpoint()),
                "AWS_ACCESS_KEY_ID", s3.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", s3.credentials().secretAccessKey()));
    }

    /** Over TLS, names are resolved by the hosts file of this machine, and are those that the certificate is for. */
    private String url(URI server) {
        return tls ? server.toString().replace("127.0.0.1", "localhost") : server.toString();
    }

    private FunctionProcess start(
            FunctionPackage code, String handler, List<String> options, Map<String, String> environment)
            throws IOException {
        var configuration =
                new FunctionConfiguration("Function", handler, TIMEOUT, 1769, environment, trusting(options));
        return FunctionProcess.start(code, configuration, line -> {});
    }

    private List<String> trusting(List<String> options) {
        return tls
                ? options(
                        options,
                        "-Djavax.net.ssl.trustStore=" + certificate.trustStore(),
                        "-Djavax.net.ssl.trustStorePassword=" + certificate.trustStorePassword())
                : options;
    }

    /** Sends the event and fails unless it succeeds. */
    static String transfer(FunctionProcess process, byte[] event) throws InterruptedException {
        return switch (process.invoke(event, TIMEOUT)) {
            case InvocationResult.Success(String payload) -> payload;
            case InvocationResult other -> throw new IllegalStateException("the function failed: " + other.payload());
        };
    }

    /** Sends the event and measures it, without the process's earlier work. */
    static Measured measure(FunctionProcess process, byte[] event) throws IOException, InterruptedException {
        return measure(process, event, response -> true);
    }

    static Measured measure(FunctionProcess process, byte[] event, Predicate<String> right)
            throws IOException, InterruptedException {
        Duration before = Usage.of(process.pid()).cpu();
        long start = System.nanoTime();
        String response = transfer(process, event);
        if (!right.test(response)) {
            throw new IllegalStateException("the function returned " + response);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        Usage after = Usage.of(process.pid());
        return new Measured(wall, after.cpu().minus(before), after.peakMemory());
    }

    /** Stores an object of this size in the inbox. */
    void store(String key, long bytes) throws IOException {
        Path file = Files.createTempFile(directory, "object", "");
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        s3.put(INBOX, key, file, "application/octet-stream", Map.of());
        Files.delete(file);
    }

    /** Stores a new object of this size in the inbox, and returns its key. */
    String storeNew(long bytes) throws IOException {
        String key = "object-" + ++objects + ".bin";
        store(key, bytes);
        return key;
    }

    /** Returns the event of this object's creation, a new upload each time. */
    byte[] arrival(String key) {
        return notification(key).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the notification as S3 sends it. */
    JsonNode notification(String key) {
        JsonNode event = sample.deepCopy();
        ObjectNode s3 = (ObjectNode) event.path("Records").path(0).path("s3");
        ((ObjectNode) s3.path("bucket")).put("name", INBOX);
        s3.putObject("object").put("key", key).put("sequencer", "%016X".formatted(++sequencer));
        return event;
    }

    /** Returns a URL from which any client can read the object. */
    URI readable(String key) {
        try (S3Presigner presigner = S3Presigner.builder()
                .endpointOverride(s3.endpoint())
                .region(Region.of(s3.region()))
                .credentialsProvider(StaticCredentialsProvider.create(s3.credentials()))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            return URI.create(presigner
                    .presignGetObject(get -> get.signatureDuration(Duration.ofHours(1))
                            .getObjectRequest(object -> object.bucket(INBOX).key(key)))
                    .url()
                    .toString());
        }
    }

    /** Returns the {@code uploadOptions} of a new document. */
    JsonNode form() throws IOException, InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().sslContext(certificate.clientContext()).build()) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(ovok.baseUri().resolve("/documentdev"))
                            .header("Authorization", "Bearer " + TOKEN)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(NEW_DOCUMENT))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(response.body()).path("uploadOptions");
        }
    }

    /** Deletes the uploaded files; fails if a document lacks its file. */
    void discard() {
        for (Document document : ovok.documents()) {
            if (!document.isComplete()) {
                throw new IllegalStateException("a document has no file: " + document);
            }
            if (s3.exists(DOCUMENTS, document.awaitedKey())) {
                s3.delete(DOCUMENTS, document.awaitedKey());
            }
        }
    }

    @Override
    public void close() throws IOException {
        closer.close();
    }
}
