package com.ovok.upload.aws;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials in Lambda's environment variables.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Defined runtime environment
 *     variables</a>
 */
record EnvironmentCredentials(Map<String, String> environment) implements AwsCredentialsProvider {

    @Override
    public AwsCredentials resolve(Deadline deadline) {
        return new AwsCredentials(
                variable("AWS_ACCESS_KEY_ID").orElseThrow(EnvironmentCredentials::none),
                variable("AWS_SECRET_ACCESS_KEY").orElseThrow(EnvironmentCredentials::none),
                variable("AWS_SESSION_TOKEN").orElse(null));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static UploadException none() {
        return new UploadException.Misconfigured(
                Problem.SETTINGS,
                "No AWS credentials were found: AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY is missing.");
    }

    /** Omits the variables. */
    @Override
    public String toString() {
        return "EnvironmentCredentials";
    }
}
