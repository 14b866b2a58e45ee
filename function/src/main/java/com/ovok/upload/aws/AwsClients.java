package com.ovok.upload.aws;

import com.ovok.upload.RetryPolicy;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.TlsContext;
import java.util.Map;

/**
 * What the function's clients of AWS share: addresses, credentials and connections. Thread-safe.
 *
 * @param http for all AWS requests but those that transfer files
 */
public record AwsClients(AwsEndpoints endpoints, AwsCredentialsProvider credentials, DeadlineHttpClient http) {

    /**
     * Creates clients with the credentials that Lambda gives to the function; makes no network calls.
     *
     * @param maxConnections how many connections may be open at once, to all services together
     * @throws UploadException.Misconfigured if the address of the credentials is not one that a token may be sent to
     */
    public static AwsClients of(
            AwsEndpoints endpoints, Map<String, String> environment, int maxConnections, TlsContext tls) {
        DeadlineHttpClient http = new DeadlineHttpClient(maxConnections, tls);
        return new AwsClients(endpoints, AwsCredentialsProvider.of(environment, http), http);
    }

    /** Creates a signer for requests that are sent by another client. */
    public AwsSigner signer() {
        return new AwsSigner(endpoints.region(), credentials);
    }

    /** Creates a client of one service. */
    public AwsJsonClient json(AwsService service) {
        return new AwsJsonClient(service, endpoints, credentials, http, RetryPolicy.standard(Thread::sleep));
    }

    /** Forgets fetched credentials and closes the connections that no exchange uses. */
    public void forget() {
        credentials.forget();
        http.closeConnections();
    }
}
