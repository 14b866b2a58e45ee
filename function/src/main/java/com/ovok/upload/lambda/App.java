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
import com.ovok.upload.source.S3Endpoint;
import com.ovok.upload.source.S3ObjectReader;
import com.ovok.upload.transfer.DocumentTransfer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The parts of a running function, put together once when Lambda starts it.
 *
 * @param transfer the use case
 * @param objects where the objects of events are read
 * @param maxConcurrency how many files of one batch may be on their way at once
 * @param api what concerns the HTTP API alone
 * @param snapStart kept here, because nobody else does
 */
record App(
        DocumentTransfer transfer,
        S3ObjectReader objects,
        int maxConcurrency,
        ApiSettings api,
        SnapStartHook snapStart) {
    /** A file on its way holds one that reads and one that writes. */
    private static final int CONNECTIONS_PER_FILE = 2;
    /** A file makes one call of the ledger at a time; a further connection fetches the secret. */
    private static final int CONNECTIONS_BESIDES = 1;

    static {
        // SLF4J would look through all jars for the only one there is; and it would log that it is told.
        System.setProperty("slf4j.provider", "org.slf4j.nop.NOPServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /**
     * Builds the function that {@code environment} describes.
     *
     * @throws com.ovok.upload.UploadException.Misconfigured when a setting is missing or wrong
     */
    static App start(Map<String, String> environment) {
        Settings settings = Settings.from(environment);
        TlsContext tls = TlsContext.load(!SnapStartHook.isExpected(environment));
        Priming.run();
        S3Http http = new S3Http(CONNECTIONS_PER_FILE * settings.maxConcurrency(), tls);
        OvokClient client = new OvokClient(settings.ovokBaseUrl(), tls);
        AwsClients aws =
                AwsClients.of(settings.endpoints(), environment, settings.maxConcurrency() + CONNECTIONS_BESIDES, tls);
        AccessTokenProvider tokens = tokens(settings, client, aws);
        S3ObjectReader objects = new S3ObjectReader(
                http,
                new S3Endpoint(settings.endpoints()),
                aws.signer(),
                settings.onOverwrite(),
                settings.skippedFiles(),
                backoff());
        OvokDocuments documents = new OvokDocuments(client, settings.documentPath(), tokens, backoff());
        AllowedUploadHosts hosts = AllowedUploadHosts.of(settings.ovokBaseUrl(), settings.uploadHosts());
        FormUploader uploader = new FormUploader(http, hosts, backoff());
        DocumentTransfer transfer =
                new DocumentTransfer(ledger(settings, aws), documents, uploader, settings.logObjectKeys());
        SnapStartHook snapStart = SnapStartHook.register(
                List.of(tokens::forget, client::closeConnections, http::closeConnections, aws::forget));
        return new App(transfer, objects, settings.maxConcurrency(), settings.api(), snapStart);
    }

    /** Returns one for each server, because an outage of one says nothing of the others. */
    private static RetryPolicy backoff() {
        return RetryPolicy.standard(Thread::sleep);
    }

    private static AccessTokenProvider tokens(Settings settings, OvokClient client, AwsClients aws) {
        return settings.accessToken()
                .<AccessTokenProvider>map(StaticTokenProvider::new)
                .orElseGet(() -> new CachingTokenProvider(secret(settings, aws), client, InstantSource.system()));
    }

    private static Secret secret(Settings settings, AwsClients aws) {
        return new Secret(
                aws.json(AwsService.SECRETS_MANAGER), settings.secretId().orElseThrow());
    }

    private static Ledger ledger(Settings settings, AwsClients aws) {
        return settings.ledgerTable()
                .<Ledger>map(table -> new DynamoLedger(
                        aws.json(AwsService.DYNAMODB), table, settings.ledgerRetention(), InstantSource.system()))
                .orElseGet(() -> new InProcessLedger(InstantSource.system()));
    }
}
