package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Problem;
import com.ovok.upload.Samples;
import com.ovok.upload.UploadException;
import com.ovok.upload.api.ApiSettings;
import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.ovok.AccessToken;
import com.ovok.upload.ovok.OvokDocuments.Path;
import com.ovok.upload.results.AfterCompletion;
import com.ovok.upload.results.ResultSettings;
import com.ovok.upload.results.ResultSettings.OnObject;
import com.ovok.upload.source.AllowedSources;
import com.ovok.upload.source.S3ObjectReader.Overwrite;
import com.ovok.upload.source.SkippedFiles;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Map<String, String> LEAST =
            Map.of("OVOK_ACCESS_TOKEN", Samples.TOKEN, "AWS_REGION", "eu-central-1");

    @Test
    void requiresTokenAndRegionOnly() {
        assertThat(Settings.from(LEAST))
                .isEqualTo(new Settings(
                        new OvokSettings(
                                URI.create("https://api.sandbox.ovok.com"),
                                Path.DOCUMENTDEV,
                                Optional.of(new AccessToken(Samples.TOKEN)),
                                Optional.empty(),
                                List.of()),
                        AwsEndpoints.of("eu-central-1"),
                        new SourceSettings(Overwrite.NEW, SkippedFiles.STANDARD),
                        new LedgerSettings(Optional.empty(), Duration.ofDays(90)),
                        10,
                        new ApiSettings(
                                URI.create("https://api.sandbox.ovok.com"), new AllowedSources(List.of()), Set.of()),
                        new ResultSettings(false, Optional.empty(), OnObject.NONE, new AfterCompletion.Keep())));
    }

    @Test
    void readsEverySetting() {
        Map<String, String> all = new HashMap<>(Map.of(
                "OVOK_BASE_URL", " https://api.ovok.com ",
                "OVOK_DOCUMENT_PATH", "/document",
                "OVOK_ACCESS_TOKEN", "t",
                "AWS_REGION", "cn-north-1",
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000",
                "ON_OVERWRITE", "replace",
                "LEDGER_TABLE", "ledger",
                "LEDGER_RETENTION_DAYS", "7",
                "MAX_FILES_PER_BATCH", "999",
                "SOMETHING_ELSE", "x"));
        all.put("ALLOWED_UPLOAD_HOSTS", "b.example.com");
        all.put("LOG_OBJECT_KEYS", "true");
        all.put("SKIPPED_FILE_NAMES", "*.tmp , ~*");
        all.put("RESULT_EVENT_BUS", "documents");
        all.put("RESULT_ON_OBJECT", "annotation");
        all.put("AFTER_COMPLETION", "move:done/");

        assertThat(Settings.from(all))
                .isEqualTo(new Settings(
                        new OvokSettings(
                                URI.create("https://api.ovok.com"),
                                Path.DOCUMENT,
                                Optional.of(new AccessToken("t")),
                                Optional.empty(),
                                List.of("b.example.com")),
                        new AwsEndpoints(
                                "cn-north-1",
                                false,
                                false,
                                Map.of(AwsEndpoints.S3, URI.create("http://127.0.0.1:9000"))),
                        new SourceSettings(Overwrite.REPLACE, SkippedFiles.parse("*.tmp,~*")),
                        new LedgerSettings(Optional.of("ledger"), Duration.ofDays(7)),
                        999,
                        new ApiSettings(URI.create("https://api.ovok.com"), new AllowedSources(List.of()), Set.of()),
                        new ResultSettings(
                                true,
                                Optional.of("documents"),
                                OnObject.ANNOTATION,
                                new AfterCompletion.Move("done/"))));
    }

    @ParameterizedTest
    @CsvSource({
        "RESULT_EVENT_BUS, arn:aws:sns:eu-central-1:123456789012:topic, neither the name nor the ARN of an event bus",
        "RESULT_EVENT_BUS, my bus, neither the name nor the ARN of an event bus",
        "RESULT_ON_OBJECT, tag, 'neither none, annotation nor tags'",
        "AFTER_COMPLETION, move:, 'neither keep, delete nor move: and a prefix that ends with /'",
        "AFTER_COMPLETION, move:done, 'neither keep, delete nor move: and a prefix that ends with /'",
        "AFTER_COMPLETION, move:/, 'neither keep, delete nor move: and a prefix that ends with /'",
        "AFTER_COMPLETION, remove, 'neither keep, delete nor move: and a prefix that ends with /'"
    })
    void rejectsInvalidSettingsOfResults(String name, String value, String reason) {
        assertThat(problems(with(name, value))).contains(name + " is " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "arn:aws:events:eu-central-1:123456789012:event-bus/documents"})
    void acceptsNameAndArnOfABus(String bus) {
        assertThat(Settings.from(with("RESULT_EVENT_BUS", bus)).results().eventBus())
                .contains(bus);
    }

    @Test
    void readsSettingsOfHttpApi() {
        Map<String, String> environment = with("ALLOWED_SOURCES", "scans, letters/2026/ ");
        environment.put("CORS_ALLOWED_ORIGINS", "https://app.example.com , http://127.0.0.1:3000");

        assertThat(Settings.from(environment).api())
                .isEqualTo(new ApiSettings(
                        URI.create("https://api.sandbox.ovok.com"),
                        new AllowedSources(List.of("scans/", "letters/2026/")),
                        Set.of("https://app.example.com", "http://127.0.0.1:3000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Scans", "scans,", "/scans", "*", "scans, ,letters"})
    void rejectsMalformedSources(String sources) {
        assertThat(problems(with("ALLOWED_SOURCES", sources))).contains("ALLOWED_SOURCES is not a list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "app.example.com", "https://app.example.com/", "https://a.example.com,"})
    void rejectsMalformedOrigins(String origins) {
        assertThat(problems(with("CORS_ALLOWED_ORIGINS", origins))).contains("CORS_ALLOWED_ORIGINS is not a list");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "S3,              s3,             http://own:1, http://all:2, -,     http://own:1",
                "S3,              s3,             -,            http://all:2, -,     http://all:2",
                "S3,              s3,             ' ',          http://all:2, false, http://all:2",
                "S3,              s3,             http://own:1, -,            -,     http://own:1",
                "S3,              s3,             http://own:1, http://all:2, true,  -",
                "S3,              s3,             -,            http://all:2, True,  -",
                "S3,              s3,             -,            -,            -,     -",
                "DYNAMODB,        dynamodb,       http://own:1, http://all:2, -,     http://own:1",
                "DYNAMODB,        dynamodb,       -,            http://all:2, -,     http://all:2",
                "SECRETS_MANAGER, secretsmanager, http://own:1, http://all:2, -,     http://own:1",
                "SECRETS_MANAGER, secretsmanager, -,            http://all:2, true,  -"
            })
    void prefersEndpointOfService(
            String variable,
            String service,
            @Nullable String own,
            @Nullable String ofAll,
            @Nullable String ignored,
            @Nullable URI endpoint) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put("AWS_ENDPOINT_URL_" + variable, Objects.requireNonNullElse(own, ""));
        environment.put("AWS_ENDPOINT_URL", Objects.requireNonNullElse(ofAll, ""));
        environment.put("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", Objects.requireNonNullElse(ignored, ""));

        assertThat(Settings.from(environment).endpoints().overrides().get(service))
                .isEqualTo(endpoint);
    }

    @Test
    void readsFipsAndDualStack() {
        Map<String, String> environment = with("AWS_USE_FIPS_ENDPOINT", "TRUE");
        environment.put("AWS_USE_DUALSTACK_ENDPOINT", "true");

        assertThat(Settings.from(environment).endpoints())
                .isEqualTo(new AwsEndpoints("eu-central-1", true, true, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"})
    void rejectsEndpointsBesideFipsAndDualStack(String kind) {
        Map<String, String> environment = with(kind, "true");
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:8000");

        assertThat(problems(environment))
                .contains("AWS_ENDPOINT_URL is not allowed together with FIPS or dual-stack endpoints");
        environment.put("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
        assertThat(Settings.from(environment).endpoints().overrides()).isEmpty();
    }

    @Test
    void skipsNoFileForNone() {
        assertThat(Settings.from(with("SKIPPED_FILE_NAMES", "none")).source().skippedFiles())
                .isEqualTo(SkippedFiles.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "a,", "a,,b", "inbox/*", "**", "?", ","})
    void rejectsMalformedFileNames(String names) {
        assertThat(problems(with("SKIPPED_FILE_NAMES", names))).contains("SKIPPED_FILE_NAMES is not a list");
    }

    @Test
    void ignoresBlankSettings() {
        Map<String, String> blank = with("OVOK_BASE_URL", " ");
        blank.put("OVOK_DOCUMENT_PATH", "");
        blank.put("AWS_ENDPOINT_URL_S3", "");

        assertThat(Settings.from(blank)).isEqualTo(Settings.from(LEAST));
    }

    @Test
    void namesAllMissingSettings() {
        assertThat(problems(Map.of()))
                .contains("OVOK_ACCESS_TOKEN or OVOK_SECRET_ID is missing; AWS_REGION is missing")
                .contains("docs/troubleshooting.md#settings");
    }

    @Test
    void namesAllInvalidSettingsWithoutValues() {
        String problems = problems(Map.of(
                "OVOK_BASE_URL", "marker://x",
                "OVOK_DOCUMENT_PATH", "/marker",
                "OVOK_ACCESS_TOKEN", "marker\nmarker",
                "AWS_REGION", "Marker",
                "ON_OVERWRITE", "marker",
                "LEDGER_RETENTION_DAYS", "mar",
                "MAX_FILES_PER_BATCH", "mar",
                "AWS_ENDPOINT_URL_S3", "http://mar ker"));

        assertThat(problems)
                .contains(
                        "OVOK_BASE_URL is not an http(s) URL",
                        "OVOK_DOCUMENT_PATH is neither /documentdev nor /document",
                        "OVOK_ACCESS_TOKEN is not a bearer token",
                        "AWS_REGION is not a Region",
                        "ON_OVERWRITE is neither new nor replace",
                        "LEDGER_RETENTION_DAYS is not a number of days",
                        "MAX_FILES_PER_BATCH is not a number from 1 to 999",
                        "AWS_ENDPOINT_URL_S3 is malformed")
                .doesNotContainIgnoringCase("mar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.ovok.com",
                "ftp://api.ovok.com",
                "https://",
                "https:///x",
                "https://api.ovok.com:99999",
                "https://user:marker@api.ovok.com",
                "https://api.ovok.com?marker=1",
                "https://api.ovok.com/#marker"
            })
    void rejectsMalformedUrls(String url) {
        assertThat(problems(with("OVOK_BASE_URL", url)))
                .contains("OVOK_BASE_URL is ")
                .doesNotContain("marker");
        assertThat(problems(with("AWS_ENDPOINT_URL_S3", url))).contains("AWS_ENDPOINT_URL_S3 is ");
    }

    @ParameterizedTest
    @CsvSource({"documentdev", "/documentdev/", "/Document", "/document/v2"})
    void rejectsOtherDocumentPaths(String path) {
        assertThat(problems(with("OVOK_DOCUMENT_PATH", path))).contains("OVOK_DOCUMENT_PATH is neither");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1000", "1.5", "1e2", "99999999999", "ten"})
    void rejectsNumbersOutOfRange(String number) {
        assertThat(problems(with("MAX_FILES_PER_BATCH", number))).contains("MAX_FILES_PER_BATCH is not");
        assertThat(problems(with("LEDGER_RETENTION_DAYS", number + "00"))).contains("LEDGER_RETENTION_DAYS is not");
    }

    @Test
    void doesNotShowToken() {
        assertThat(Settings.from(LEAST).toString()).contains("eu-central-1").doesNotContain(Samples.TOKEN);
    }

    @Test
    void startsWithSettings() {
        assertThat(App.start(LEAST).maxConcurrency()).isEqualTo(10);
        assertThat(App.start(with("LEDGER_TABLE", "ledger")).maxConcurrency()).isEqualTo(10);
    }

    @Test
    void failsToStartWithoutSettings() {
        assertThat(problemsOf(() -> App.start(Map.of()))).contains("OVOK_ACCESS_TOKEN", "AWS_REGION");
    }

    private static String problems(Map<String, String> environment) {
        return problemsOf(() -> Settings.from(environment));
    }

    private static String problemsOf(Runnable start) {
        UploadException.Misconfigured refused = catchThrowableOfType(UploadException.Misconfigured.class, start::run);
        assertThat(Objects.requireNonNull(refused).problem()).isEqualTo(Problem.SETTINGS);
        assertThat(refused).hasNoCause();
        return refused.getMessage();
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return environment;
    }
}
