package com.ovok.local.run;

import com.google.common.io.Closer;
import com.ovok.local.events.EventBus;
import com.ovok.local.http.Faults;
import com.ovok.local.lambda.ApiFront;
import com.ovok.local.lambda.FunctionConfiguration;
import com.ovok.local.lambda.FunctionPackage;
import com.ovok.local.lambda.InvocationResult;
import com.ovok.local.lambda.InvokeEndpoint;
import com.ovok.local.lambda.LambdaFunction;
import com.ovok.local.ovok.OvokEmulator;
import com.ovok.local.s3.ObjectCreated;
import com.ovok.local.s3.S3Server;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The function's production environment on this machine: S3, OVOK, Lambda and API Gateway. Closing it leaves no process
 * and no file behind. Thread-safe.
 */
public final class LocalEnvironment implements AutoCloseable {
    /** The bucket in which files arrive, unless an event names another one. */
    public static final String INBOX = "ovok-inbox";

    /** OVOK's own bucket. */
    static final String DOCUMENTS = "ovok-documents";

    /** The event bus that gets the results. */
    private static final String BUS = "local";

    static final String S3_FUNCTION = "S3Function";
    static final String EVENT_BRIDGE_FUNCTION = "EventBridgeFunction";
    static final String BACKFILL_FUNCTION = "BackfillFunction";
    static final String HTTP_API_FUNCTION = "HttpApiFunction";
    static final String REST_API_FUNCTION = "RestApiFunction";

    private static final String ACCESS_TOKEN = "local-access-token";
    static final List<String> ROUTES = List.of("PUT /documents/{fileName}", "POST /documents");
    private static final Duration EVENT_TIMEOUT = Duration.ofMinutes(15);
    private static final Duration API_TIMEOUT = Duration.ofSeconds(29);
    /**
     * One process per function, because without a table each process has its own ledger, and two would create two
     * documents.
     */
    private static final int CONCURRENCY = 1;

    private final Closer closer;
    private final S3Server s3;
    private final OvokEmulator ovok;
    private final EventBus bus;
    private final Map<String, LambdaFunction> functions;
    private final Map<String, ObjectCreated> stored = new ConcurrentHashMap<>();

    private LocalEnvironment(
            Closer closer, S3Server s3, OvokEmulator ovok, EventBus bus, Map<String, LambdaFunction> functions) {
        this.closer = closer;
        this.s3 = s3;
        this.ovok = ovok;
        this.bus = bus;
        this.functions = functions;
        s3.onObjectCreated(object -> stored.put(object.bucket() + "/" + object.key(), object));
    }

    /** Starts the environment on free ports; {@code log} receives the functions' log lines, from several threads. */
    public static LocalEnvironment start(Path functionZip, Consumer<String> log) throws IOException {
        return start(Ports.FREE, functionZip, Set.of(), log);
    }

    /**
     * Starts S3 and OVOK and unpacks the function; its processes start with the first event.
     *
     * @param inboxes further buckets in which files arrive
     * @param log receives the functions' log lines, from several threads
     */
    static LocalEnvironment start(Ports ports, Path functionZip, Set<String> inboxes, Consumer<String> log)
            throws IOException {
        Closer closer = Closer.create();
        try {
            FunctionPackage code = FunctionPackage.unpack(functionZip);
            closer.register(code::close);
            S3Server s3 = startS3(ports, inboxes(inboxes));
            closer.register(s3::close);
            OvokEmulator ovok = OvokEmulator.builder(s3, DOCUMENTS)
                    .addresses(ports.addresses())
                    .port(ports.ovok())
                    .accessToken(ACCESS_TOKEN)
                    .start();
            closer.register(ovok::close);
            EventBus bus = EventBus.start(BUS, new Faults());
            closer.register(bus::close);
            Map<String, String> environment = new HashMap<>(environment(s3.endpoint(), ovok.baseUri(), s3));
            environment.put("RESULT_EVENT_BUS", BUS);
            environment.put("AWS_ENDPOINT_URL_EVENTBRIDGE", bus.endpoint().toString());
            Map<String, LambdaFunction> functions = functions(code, environment, log);
            functions.values().forEach(function -> closer.register(function::close));
            return new LocalEnvironment(closer, s3, ovok, bus, functions);
        } catch (IOException | RuntimeException e) {
            closer.close();
            throw e;
        }
    }

    public S3Server s3() {
        return s3;
    }

    public OvokEmulator ovok() {
        return ovok;
    }

    /** Returns the variables for functions on this machine. */
    public Map<String, String> environment() {
        return environment(s3.endpoint(), ovok.baseUri(), s3);
    }

    /** Returns the variables for a function that reaches this machine by this name or address. */
    Map<String, String> environment(String host) {
        return environment(s3.endpoint(host), ovok.baseUri(host), s3);
    }

    /** Invokes the function of this name in the template. */
    InvocationResult invoke(String function, byte[] event) throws IOException {
        return function(function).invoke(event);
    }

    /** Stores a file like a client that guesses the type from the file's name. */
    ObjectCreated store(String bucket, String key, Path file) {
        return store(bucket, key, Optional.empty(), file);
    }

    /**
     * Stores a file like {@link #store(String, String, Path)}, as the version that an event names.
     *
     * @param versionId of the object; assigned by S3 if empty
     */
    ObjectCreated store(String bucket, String key, Optional<String> versionId, Path file) {
        String type = URLConnection.guessContentTypeFromName(key);
        s3.put(bucket, key, file, type == null ? "binary/octet-stream" : type, Map.of(), versionId);
        return Objects.requireNonNull(stored.get(bucket + "/" + key), "not stored");
    }

    /** Reads and returns the SHA-256 of a document's file in OVOK's bucket; empty if it has not arrived. */
    Optional<String> sha256(String documentId) {
        return ovok.documents().stream()
                .filter(document -> document.id().equals(documentId) && document.isComplete())
                .findFirst()
                .map(document -> s3.sha256(DOCUMENTS, document.awaitedKey()));
    }

    /**
     * Serves the API with its page, and the Invoke operation. From now on runs the S3 function for each file that
     * arrives, and logs each event on the event bus.
     *
     * @param log receives the results of asynchronous events
     * @return the addresses of the servers
     */
    Ports serve(Ports ports, Consumer<String> log) throws IOException {
        Map<String, HttpHandler> page = new DocumentsPage(ovok).routes();
        ApiFront api = new ApiFront(ports.addresses(), ports.api(), function(HTTP_API_FUNCTION), ROUTES, page);
        closer.register(api::close);
        InvokeEndpoint invoke = new InvokeEndpoint(ports.addresses(), ports.invoke(), functions, log);
        closer.register(invoke::close);
        bus.onEvent(event -> log.accept("EventBridge " + event));
        s3.onObjectCreated(object -> {
            if (!object.bucket().equals(DOCUMENTS)) {
                S3Event event = S3Event.about(object, s3.region(), Instant.now());
                function(S3_FUNCTION).invokeLater(event.bytes(), log);
            }
        });
        return new Ports(
                ports.addresses(),
                api.port(),
                invoke.port(),
                s3.endpoint().getPort(),
                ovok.baseUri().getPort());
    }

    @Override
    public synchronized void close() throws IOException {
        closer.close();
    }

    private LambdaFunction function(String name) {
        return Objects.requireNonNull(functions.get(name), name);
    }

    /**
     * The versioned buckets, like the template's inbox; OVOK's bucket is never versioned, even if an event names it.
     */
    private static Set<String> inboxes(Set<String> others) {
        return Stream.concat(Stream.of(INBOX), others.stream())
                .filter(bucket -> !bucket.equals(DOCUMENTS))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static S3Server startS3(Ports ports, Set<String> inboxes) {
        return S3Server.builder(
                        Stream.concat(Stream.of(DOCUMENTS), inboxes.stream()).toArray(String[]::new))
                .versioned(inboxes)
                .addresses(ports.addresses())
                .port(ports.s3())
                .start();
    }

    private static Map<String, String> environment(URI s3, URI ovok, S3Server server) {
        return Map.of(
                "OVOK_BASE_URL", ovok.toString(),
                "OVOK_ACCESS_TOKEN", ACCESS_TOKEN,
                "AWS_REGION", server.region(),
                "AWS_ENDPOINT_URL_S3", s3.toString(),
                "AWS_ACCESS_KEY_ID", server.credentials().accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", server.credentials().secretAccessKey(),
                "ALLOWED_SOURCES", INBOX);
    }

    /** Small heaps: the functions of events stream, and the others hold requests of a few megabytes. */
    private static Map<String, LambdaFunction> functions(
            FunctionPackage code, Map<String, String> environment, Consumer<String> log) {
        return Stream.of(
                        configuration(S3_FUNCTION, "S3Handler", EVENT_TIMEOUT, environment, "-Xmx64m"),
                        configuration(
                                EVENT_BRIDGE_FUNCTION, "EventBridgeHandler", EVENT_TIMEOUT, environment, "-Xmx64m"),
                        configuration(
                                BACKFILL_FUNCTION, "BatchOperationsHandler", EVENT_TIMEOUT, environment, "-Xmx64m"),
                        configuration(HTTP_API_FUNCTION, "HttpApiHandler", API_TIMEOUT, environment, "-Xmx256m"),
                        configuration(REST_API_FUNCTION, "RestApiHandler", API_TIMEOUT, environment, "-Xmx256m"))
                .collect(Collectors.toMap(
                        FunctionConfiguration::name, it -> new LambdaFunction(code, it, CONCURRENCY, log)));
    }

    private static FunctionConfiguration configuration(
            String name, String handler, Duration timeout, Map<String, String> environment, String heap) {
        return new FunctionConfiguration(
                name,
                "com.ovok.upload.lambda." + handler,
                timeout,
                1769,
                environment,
                Stream.concat(FunctionConfiguration.MANAGED_JVM_OPTIONS.stream(), Stream.of(heap))
                        .toList());
    }
}
