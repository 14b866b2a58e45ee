package com.ovok.upload.ovok;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ovok.upload.Samples;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.aws.SdkRequests;
import com.ovok.upload.aws.TestAws;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** Compares the request for the secret byte by byte with that of the SDK's client. */
class SecretRequestTest {
    private static final String ID = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ovok/uploader-a1B2c3";

    @Test
    void fetchesLikeTheSdk() throws IOException {
        try (WireServer server = new WireServer();
                SecretsManagerClient sdk = SecretsManagerClient.builder()
                        .region(Region.of(TestAws.REGION))
                        .endpointOverride(server.url())
                        .credentialsProvider(SdkRequests.credentials())
                        .build()) {
            server.otherwise(SignInServers.secret("p"));
            Credentials fetched = new Secret(
                            TestAws.client(AwsService.SECRETS_MANAGER, server.url(), Samples.once()), ID)
                    .fetch(Samples.deadline());
            Request ours = server.request();
            String secret = sdk.getSecretValue(get -> get.secretId(ID)).secretString();

            SdkRequests.assertSame(ours, server.request());
            assertThat(fetched).isEqualTo(Credentials.parse(secret.getBytes(UTF_8)));
        }
    }
}
