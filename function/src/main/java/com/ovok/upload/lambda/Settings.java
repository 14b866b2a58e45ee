package com.ovok.upload.lambda;

import com.ovok.upload.UploadException;
import com.ovok.upload.api.ApiSettings;
import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.results.AfterCompletion;
import com.ovok.upload.results.ResultSettings;
import com.ovok.upload.results.ResultSettings.OnObject;
import com.ovok.upload.source.AllowedSources;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The settings of a function, read from its environment and checked once.
 *
 * @param ovok the settings of OVOK
 * @param endpoints of the AWS services
 * @param source the settings of the objects in S3
 * @param ledger the settings of the ledger
 * @param maxConcurrency how many files of one batch are processed at once
 * @param api the settings of the HTTP API
 * @param results which results of transfers are delivered
 */
record Settings(
        OvokSettings ovok,
        AwsEndpoints endpoints,
        SourceSettings source,
        LedgerSettings ledger,
        int maxConcurrency,
        ApiSettings api,
        ResultSettings results) {

    private static final int MAX_FILES_PER_BATCH = 10;
    private static final AllowedSources NO_SOURCES = new AllowedSources(List.of());

    /**
     * Reads the environment.
     *
     * @throws UploadException.Misconfigured with the names of all settings that are missing or invalid
     */
    static Settings from(Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        OvokSettings ovok = OvokSettings.from(reader);
        Settings settings = new Settings(
                ovok,
                AwsVariables.endpoints(reader),
                SourceSettings.from(reader),
                LedgerSettings.from(reader),
                reader.optional("MAX_FILES_PER_BATCH", Settings::concurrency).orElse(MAX_FILES_PER_BATCH),
                api(reader, ovok.baseUrl()),
                results(reader));
        reader.check();
        return settings;
    }

    private static int concurrency(String text) {
        if (!text.matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException("not a number from 1 to 999");
        }
        return Integer.parseInt(text);
    }

    private static ApiSettings api(EnvironmentReader reader, URI ovokBaseUrl) {
        return new ApiSettings(
                ovokBaseUrl,
                reader.optional("ALLOWED_SOURCES", AllowedSources::parse).orElse(NO_SOURCES),
                reader.optional("CORS_ALLOWED_ORIGINS", Settings::origins).orElse(Set.of()));
    }

    private static Set<String> origins(String text) {
        Set<String> origins = Set.of(text.split("\\s*,\\s*", -1));
        if (!origins.stream().allMatch(origin -> origin.matches("https?://[a-z0-9.:\\[\\]-]+"))) {
            throw new IllegalArgumentException("not a list of origins such as https://app.example.com");
        }
        return origins;
    }

    private static ResultSettings results(EnvironmentReader reader) {
        return new ResultSettings(
                reader.optional("LOG_OBJECT_KEYS", EnvironmentReader::flag).orElse(false),
                reader.optional("RESULT_EVENT_BUS", Settings::eventBus),
                reader.optional("RESULT_ON_OBJECT", Settings::onObject).orElse(OnObject.NONE),
                reader.optional("AFTER_COMPLETION", AfterCompletion::parse).orElse(new AfterCompletion.Keep()));
    }

    private static String eventBus(String text) {
        if (!text.matches("(arn:[a-z-]+:events:[a-z0-9-]+:\\d{12}:event-bus/)?[A-Za-z0-9._/-]{1,256}")) {
            throw new IllegalArgumentException("neither the name nor the ARN of an event bus");
        }
        return text;
    }

    private static OnObject onObject(String text) {
        return switch (text) {
            case "none" -> OnObject.NONE;
            case "annotation" -> OnObject.ANNOTATION;
            case "tags" -> OnObject.TAGS;
            default -> throw new IllegalArgumentException("neither none, annotation nor tags");
        };
    }
}
