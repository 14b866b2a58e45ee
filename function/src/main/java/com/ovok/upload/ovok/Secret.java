package com.ovok.upload.ovok;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/**
 * The secret in AWS Secrets Manager that holds the credentials; every call fetches it. Thread-safe.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html">GetSecretValue</a>
 */
public final class Secret {
    private static final TimeShare TIME = new TimeShare(3, Duration.ofSeconds(4), Duration.ofSeconds(15));

    private final SecretsManagerClient client;
    private final String id;

    /** The secret of this name or ARN. */
    public Secret(SecretsManagerClient client, String id) {
        this.client = client;
        this.id = id;
    }

    Credentials fetch(Deadline deadline) {
        try {
            return Credentials.parse(value(deadline));
        } catch (IllegalArgumentException e) {
            throw unusable("The secret of OVOK_SECRET_ID " + e.getMessage() + ".");
        }
    }

    private byte[] value(Deadline deadline) {
        try {
            Duration time = TIME.of(deadline).remaining();
            // A connection that says nothing leaves time for another one.
            return bytes(client.getSecretValue(get -> get.secretId(id)
                    .overrideConfiguration(
                            call -> call.apiCallTimeout(time).apiCallAttemptTimeout(time.dividedBy(2)))));
        } catch (SecretsManagerException e) {
            throw refused(e);
        } catch (SdkClientException e) {
            throw new UploadException.Unavailable(
                    Problem.UNAVAILABLE, "Secrets Manager could not be reached, or no AWS credentials were found.", e);
        }
    }

    private static byte[] bytes(GetSecretValueResponse response) {
        if (response.secretBinary() != null) {
            return response.secretBinary().asByteArray();
        }
        return response.secretString() == null
                ? new byte[0]
                : response.secretString().getBytes(UTF_8);
    }

    private static UploadException refused(SecretsManagerException e) {
        String code = e.awsErrorDetails() == null
                ? "no error code"
                : e.awsErrorDetails().errorCode();
        String answer = "Secrets Manager answered " + e.statusCode() + " (" + code + "). ";
        return e.statusCode() >= 500 || e.isThrottlingException()
                ? new UploadException.Unavailable(Problem.UNAVAILABLE, answer + "It may pass later.", null)
                : unusable(answer + "Check OVOK_SECRET_ID, its region, and the role's secretsmanager:GetSecretValue "
                        + "and kms:Decrypt.");
    }

    private static UploadException unusable(String message) {
        return new UploadException.Misconfigured(Problem.OVOK_SECRET, message);
    }
}
