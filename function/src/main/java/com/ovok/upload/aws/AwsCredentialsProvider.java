package com.ovok.upload.aws;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineHttpClient;
import java.util.Map;

/** Provides the credentials of the function's role. Thread-safe. */
public interface AwsCredentialsProvider {

    /**
     * Returns the provider for this function: a URL with SnapStart, otherwise environment variables. Makes no network
     * calls.
     *
     * @param environment read at each call of {@link #resolve}
     * @throws UploadException.Misconfigured if the URL is not allowed to receive a token
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html">Credentials with
     *     SnapStart</a>
     */
    static AwsCredentialsProvider of(Map<String, String> environment, DeadlineHttpClient http) {
        return environment.getOrDefault(ContainerCredentials.ADDRESS, "").isBlank()
                ? new EnvironmentCredentials(environment)
                : ContainerCredentials.of(environment, http);
    }

    /**
     * Returns valid credentials.
     *
     * @throws UploadException.Misconfigured if there are none
     * @throws UploadException.Unavailable if they could not be fetched by the deadline
     */
    AwsCredentials resolve(Deadline deadline);

    /** Drops fetched credentials; the next {@link #resolve} fetches them again. By default does nothing. */
    default void forget() {}
}
