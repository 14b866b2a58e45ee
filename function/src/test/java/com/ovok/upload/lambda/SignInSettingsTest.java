package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.ovok.upload.UploadException.Misconfigured;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInSettingsTest {

    @Test
    void acceptsTokenOrSecret() {
        assertThat(settings("OVOK_SECRET_ID", "ovok/uploader").ovok().secretId())
                .contains("ovok/uploader");
        assertThat(settings("OVOK_SECRET_ID", "ovok/uploader").ovok().accessToken())
                .isEmpty();
        assertThat(settings("OVOK_ACCESS_TOKEN", "token").ovok().accessToken()).isPresent();
        assertThat(settings("OVOK_ACCESS_TOKEN", "token").ovok().secretId()).isEmpty();
    }

    @Test
    void rejectsNeitherTokenNorSecret() {
        refused("OVOK_ACCESS_TOKEN or OVOK_SECRET_ID is missing");
    }

    @Test
    void rejectsTokenAndSecret() {
        refused(
                "OVOK_ACCESS_TOKEN and OVOK_SECRET_ID are both set",
                "OVOK_ACCESS_TOKEN",
                "marker",
                "OVOK_SECRET_ID",
                "marker");
    }

    @Test
    void rejectsTokenThatBreaksTheHeader() {
        refused("OVOK_ACCESS_TOKEN is not a bearer token", "OVOK_ACCESS_TOKEN", "marker\r\nX: y");
    }

    @Test
    void readsHosts() {
        assertThat(settings("OVOK_SECRET_ID", "s", "ALLOWED_UPLOAD_HOSTS", ".s3.amazonaws.com ,b.example.com")
                        .ovok()
                        .uploadHosts())
                .isEqualTo(List.of(".s3.amazonaws.com", "b.example.com"));
        assertThat(settings("OVOK_SECRET_ID", "s").ovok().uploadHosts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://b.example.com", "b.example.com/", "*.example.com", ",", "a,,b", "a b"})
    void rejectsMalformedHosts(String hosts) {
        refused("ALLOWED_UPLOAD_HOSTS is not", "OVOK_SECRET_ID", "s", "ALLOWED_UPLOAD_HOSTS", hosts);
    }

    @Test
    void logsNamesOnRequestOnly() {
        assertThat(settings("OVOK_SECRET_ID", "s").results().logObjectKeys()).isFalse();
        assertThat(settings("OVOK_SECRET_ID", "s", "LOG_OBJECT_KEYS", "true")
                        .results()
                        .logObjectKeys())
                .isTrue();
        refused("LOG_OBJECT_KEYS is neither true nor false", "OVOK_SECRET_ID", "s", "LOG_OBJECT_KEYS", "yes");
    }

    private static void refused(String problem, String... environment) {
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(() -> settings(environment))
                .withMessageContaining(problem)
                .withMessageNotContaining("marker");
    }

    private static Settings settings(String... environment) {
        Map<String, String> variables = new LinkedHashMap<>(Map.of("AWS_REGION", "eu-central-1"));
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return Settings.from(variables);
    }
}
