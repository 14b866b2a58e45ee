package com.ovok.upload.aws;

import com.ovok.upload.RetryPolicy;
import com.ovok.upload.http.DeadlineHttpClient;
import java.net.URI;
import java.util.Map;

/** Clients of servers on loopback that stand in for AWS, with keys that no output may hold. */
public final class TestAws {
    public static final String REGION = "eu-central-1";
    public static final AwsCredentials KEYS =
            new AwsCredentials("AKIAMARKER", "marker-secret-key", "marker-session-token");

    private TestAws() {}

    /** The addresses of a Region where one server stands in for every service. */
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
        return new AwsJsonClient(service, endpoints(server), deadline -> KEYS, new DeadlineHttpClient(4), retries);
    }
}
