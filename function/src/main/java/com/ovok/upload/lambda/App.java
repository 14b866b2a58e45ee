package com.ovok.upload.lambda;

import com.ovok.upload.RetryPolicy;
import com.ovok.upload.api.ApiSettings;
import com.ovok.upload.aws.AwsClients;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.http.TlsContext;
import com.ovok.upload.ledger.DynamoLedger;
import com.ovok.upload.ledger.InProcessLedger;
import com.ovok.upload.ledger.Ledger;
import com.ovok.upload.ovok.AccessTokenProvider;
import com.ovok.upload.ovok.CachingTokenProvider;
import com.ovok.upload.ovok.OvokClient;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.ovok.Secret;
import com.ovok.upload.ovok.StaticTokenProvider;
import com.ovok.upload.post.AllowedUploadHosts;
import com.ovok.upload.post.FormUploader;
import com.ovok.upload.s3.S3Http;
import com.ovok.upload.s3.S3Requests;
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.transfer.DocumentTransfer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The composition root of a function, built once per process.
 *
 * @param transfer the use case
 * @param objects reads the objects of events
 * @param maxConcurrency how many files of one batch are processed at once
 * @param api the settings of the HTTP API
 * @param snapStart held here, because the runtime holds it by a weak reference only
 */
record App(
        DocumentTransfer transfer,
        S3ObjectReader objects,
        int maxConcurrency,
        ApiSettings api,
        SnapStartHook snapStart) {
    /** One connection to read from and one to write to. */
    private static final int CONNECTIONS_PER_FILE = 2;
    /** Each file makes one ledger call at a time; a further connection fetches the secret. */
    private static final int CONNECTIONS_BESIDES = 1;

    static {
        // Prevents SLF4J from scanning all jars for its provider, and from logging this setting.
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /**
     * Builds the function from its environment, and primes it.
     *
     * @throws com.ovok.upload.UploadException.Misconfigured if a setting is missing or invalid
     */
    static App start(Map<String, String> environment) {
        boolean snapshot = SnapStartHook.isExpected(environment);
        TlsContext tls = isOfPlainHttp(environment) ? TlsContext.onDemand(!snapshot) : TlsContext.load(!snapshot);
        Priming.run();
        App app = of(environment, tls);
        if (snapshot) {
            SnapshotPriming.run(PrimingServer::start, tls);
        }
        return app;
    }

    /** Returns whether OVOK is an emulator, beside which no server uses TLS. */
    private static boolean isOfPlainHttp(Map<String, String> environment) {
        return environment.getOrDefault("OVOK_BASE_URL", "").startsWith("http:");
    }

    /** Builds the function without priming it. */
    static App of(Map<String, String> environment, TlsContext tls) {
        Settings settings = Settings.from(environment);
        S3Http http = new S3Http(CONNECTIONS_PER_FILE * settings.maxConcurrency(), tls);
        OvokClient client = new OvokClient(settings.ovok().baseUrl(), tls);
        AwsClients aws =
                AwsClients.of(settings.endpoints(), environment, settings.maxConcurrency() + CONNECTIONS_BESIDES, tls);
        AccessTokenProvider tokens = tokens(settings.ovok(), client, aws);
        S3Requests s3 = new S3Requests(http, aws.signer());
        S3ObjectReader objects = new S3ObjectReader(
                s3,
                new S3Endpoint(settings.endpoints()),
                settings.source().onOverwrite(),
                settings.source().skippedFiles().andBelow(settings.results().movedPrefix()),
                retryPolicy());
        OvokDocuments documents = new OvokDocuments(client, settings.ovok().documentPath(), tokens, retryPolicy());
        AllowedUploadHosts hosts =
                AllowedUploadHosts.of(settings.ovok().baseUrl(), settings.ovok().uploadHosts());
        FormUploader uploader = new FormUploader(http, hosts, retryPolicy());
        DocumentTransfer transfer = new DocumentTransfer(
                ledger(settings.ledger(), aws),
                documents,
                uploader,
                settings.results().listeners(aws, s3, retryPolicy()));
        SnapStartHook snapStart = SnapStartHook.register(
                List.of(tokens::forget, client::closeConnections, http::closeConnections, aws::forget));
        return new App(transfer, objects, settings.maxConcurrency(), settings.api(), snapStart);
    }

    /** Returns a policy per server, because an outage of one server does not affect the others. */
    private static RetryPolicy retryPolicy() {
        return RetryPolicy.standard(Thread::sleep);
    }

    private static AccessTokenProvider tokens(OvokSettings settings, OvokClient client, AwsClients aws) {
        return settings.accessToken()
                .<AccessTokenProvider>map(StaticTokenProvider::new)
                .orElseGet(() -> new CachingTokenProvider(secret(settings, aws), client, InstantSource.system()));
    }

    private static Secret secret(OvokSettings settings, AwsClients aws) {
        return new Secret(
                aws.json(AwsService.SECRETS_MANAGER), settings.secretId().orElseThrow());
    }

    private static Ledger ledger(LedgerSettings settings, AwsClients aws) {
        return settings.table()
                .<Ledger>map(table -> new DynamoLedger(
                        aws.json(AwsService.DYNAMODB), table, settings.retention(), InstantSource.system()))
                .orElseGet(() -> new InProcessLedger(InstantSource.system()));
    }
}
