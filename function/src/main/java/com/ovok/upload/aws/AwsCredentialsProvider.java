package com.ovok.upload.aws;

import com.ovok.upload.Deadline;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineHttpClient;
import java.util.Map;

/** Where the function's role keeps its credentials. Thread-safe. */
public interface AwsCredentialsProvider {

    /**
     * Returns the provider that Lambda set up for this function: with SnapStart an address, otherwise variables. Makes
     * no network calls.
     *
     * @param environment read at each call of {@link #resolve}, not before
     * @throws UploadException.Misconfigured if the address is not one that a token may be sent to
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html">Credentials with
     *     SnapStart</a>
     */
    static AwsCredentialsProvider of(Map<String, String> environment, DeadlineHttpClient http) {
        return environment.getOrDefault(ContainerCredentials.ADDRESS, "").isBlank()
                ? new EnvironmentCredentials(environment)
                : ContainerCredentials.of(environment, http);
    }

    /**
     * Returns credentials that are valid for some time yet.
     *
     * @throws UploadException.Misconfigured if there are none
     * @throws UploadException.Unavailable if they could not be fetched by the deadline
     */
    AwsCredentials resolve(Deadline deadline);

    /** Forgets what was fetched; the next {@link #resolve} fetches it again. By default, nothing is kept. */
    default void forget() {}
}
