package com.ovok.upload.aws;

import com.ovok.upload.RetryPolicy;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.TestTls;
import java.net.URI;
import java.util.Map;

/** Clients of loopback servers in place of AWS, with keys that no output may contain. */
public final class TestAws {
    public static final String REGION = "eu-central-1";
    public static final AwsCredentials KEYS =
            new AwsCredentials("AKIAMARKER", "marker-secret-key", "marker-session-token");

    private TestAws() {}

    /** Returns the endpoints of a Region in which one server replaces all services. */
    public static AwsEndpoints endpoints(URI server) {
        return new AwsEndpoints(
                REGION,
                false,
                false,
                Map.of(
                        AwsEndpoints.S3,
                        server,
                        AwsService.DYNAMODB.name(),
                        server,
                        AwsService.SECRETS_MANAGER.name(),
                        server,
                        AwsService.EVENT_BRIDGE.name(),
                        server));
    }

    public static AwsSigner signer() {
        return signer(KEYS);
    }

    public static AwsSigner signer(AwsCredentials keys) {
        return new AwsSigner(REGION, deadline -> keys);
    }

    public static AwsJsonClient client(AwsService service, URI server, RetryPolicy retries) {
        return new AwsJsonClient(
                service, endpoints(server), deadline -> KEYS, new DeadlineHttpClient(4, TestTls.JDK), retries);
    }
}
