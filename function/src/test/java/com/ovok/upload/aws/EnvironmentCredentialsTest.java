package com.ovok.upload.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.http.DeadlineHttpClient;
import com.ovok.upload.http.TestTls;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCredentialsTest {
    private final Map<String, String> environment = new HashMap<>(Map.of(
            "AWS_ACCESS_KEY_ID", "id ",
            "AWS_SECRET_ACCESS_KEY", "marker-secret",
            "AWS_SESSION_TOKEN", "marker-session"));

    @Test
    void readsTheVariables() {
        assertThat(resolve()).isEqualTo(new AwsCredentials("id", "marker-secret", "marker-session"));
        environment.put("AWS_SESSION_TOKEN", "");
        assertThat(resolve()).isEqualTo(new AwsCredentials("id", "marker-secret", null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"})
    void isMisconfiguredWithoutAKey(String name) {
        environment.put(name, " ");

        assertThatExceptionOfType(UploadException.Misconfigured.class)
                .isThrownBy(this::resolve)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.SETTINGS));
    }

    @Test
    void showsNoKeys() {
        assertThat(provider()).asString().doesNotContain("marker");
        assertThat(resolve()).asString().doesNotContain("marker");
    }

    private AwsCredentials resolve() {
        return provider().resolve(Samples.deadline());
    }

    private AwsCredentialsProvider provider() {
        return AwsCredentialsProvider.of(environment, new DeadlineHttpClient(1, TestTls.JDK));
    }
}
