package com.ovok.upload.ovok;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.aws.AwsException;
import com.ovok.upload.aws.AwsJsonClient;
import java.io.IOException;
import java.time.Duration;

/**
 * The secret in AWS Secrets Manager that holds the credentials; each call fetches it. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
 */
public final class Secret {
    private static final TimeShare TIME = new TimeShare(3, Duration.ofSeconds(4), Duration.ofSeconds(15));

    private final AwsJsonClient secretsManager;
    private final String id;

    /** Creates the secret by its name or ARN. */
    public Secret(AwsJsonClient secretsManager, String id) {
        this.secretsManager = secretsManager;
        this.id = id;
    }

    Credentials fetch(Deadline deadline) {
        try {
            return Credentials.parse(bytes(value(deadline)));
        } catch (IllegalArgumentException e) {
            throw unusable("The secret of OVOK_SECRET_ID " + e.getMessage() + ".");
        }
    }

    private JsonNode value(Deadline deadline) {
        try {
            return secretsManager.call(
                    "GetSecretValue", JsonNodeFactory.instance.objectNode().put("SecretId", id), TIME.of(deadline));
        } catch (AwsException e) {
            throw unusable(e.getMessage()
                    + " Check OVOK_SECRET_ID, its Region, and the role's secretsmanager:GetSecretValue and "
                    + "kms:Decrypt.");
        }
    }

    /** Returns the secret's bytes; empty if it has no value. */
    private static byte[] bytes(JsonNode response) {
        try {
            byte[] binary = response.path("SecretBinary").binaryValue();
            return binary == null ? response.path("SecretString").asText("").getBytes(UTF_8) : binary;
        } catch (IOException e) {
            throw new IllegalArgumentException("is not base64", e);
        }
    }

    private static UploadException unusable(String message) {
        return new UploadException.Misconfigured(Problem.OVOK_SECRET, message);
    }
}
