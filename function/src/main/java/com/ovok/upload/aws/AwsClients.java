package com.ovok.upload.aws;

import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.TlsContext;
import java.util.Map;

/**
 * Shared by the function's AWS clients: endpoints, credentials and connections. Thread-safe.
 *
 * @param http for all AWS requests except the transfer of files
 */
public record AwsClients(AwsEndpoints endpoints, AwsCredentialsProvider credentials, DeadlineHttpClient http) {

    /**
     * Creates clients with the credentials that Lambda provides; makes no network calls.
     *
     * @param maxConnections how many connections may be open at once, to all services together
     * @throws UploadException.Misconfigured if the credentials' URL is not allowed to receive a token
     */
    public static AwsClients of(
            AwsEndpoints endpoints, Map<String, String> environment, int maxConnections, TlsContext tls) {
        DeadlineHttpClient http = new DeadlineHttpClient(maxConnections, tls);
        return new AwsClients(endpoints, AwsCredentialsProvider.of(environment, http), http);
    }

    /** Creates a signer for requests that another client sends. */
    public AwsSigner signer() {
        return new AwsSigner(endpoints.region(), credentials);
    }

    /** Creates the client of one service. */
    public AwsJsonClient json(AwsService service) {
        return new AwsJsonClient(service, endpoints, credentials, http, RetryPolicy.standard(Thread::sleep));
    }

    /** Drops fetched credentials and closes the idle connections. */
    public void forget() {
        credentials.forget();
        http.closeConnections();
    }
}
