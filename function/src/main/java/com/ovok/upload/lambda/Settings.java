package com.ovok.upload.lambda;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.api.ApiSettings;
import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.aws.AwsService;
import com.ovok.upload.ovok.AccessToken;
import com.ovok.upload.ovok.OvokDocuments;
import com.ovok.upload.results.AfterCompletion;
import com.ovok.upload.results.ResultSettings;
import com.ovok.upload.results.ResultSettings.OnObject;
import com.ovok.upload.source.AllowedSources;
import com.ovok.upload.source.S3ObjectReader.Overwrite;
import com.ovok.upload.source.SkippedFiles;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The settings of a function, read from its environment and checked once.
 *
 * @param ovokBaseUrl the OVOK host
 * @param documentPath the path under which that host creates documents
 * @param accessToken a static OVOK access token; empty if {@code secretId} is set
 * @param secretId the secret with the credentials for OVOK; empty if {@code accessToken} is set
 * @param uploadHosts the hosts to which files may be sent; empty for any
 * @param endpoints of the AWS services
 * @param onOverwrite the effect of a new version of an object
 * @param skippedFiles which objects are not files
 * @param ledgerTable the DynamoDB table of the ledger; empty for a ledger in the process's memory
 * @param ledgerRetention how long the table keeps an item
 * @param maxConcurrency how many files of one batch are processed at once
 * @param api the settings of the HTTP API
 * @param results which results of transfers are delivered
 */
record Settings(
        URI ovokBaseUrl,
        OvokDocuments.Path documentPath,
        Optional<AccessToken> accessToken,
        Optional<String> secretId,
        List<String> uploadHosts,
        AwsEndpoints endpoints,
        Overwrite onOverwrite,
        SkippedFiles skippedFiles,
        Optional<String> ledgerTable,
        Duration ledgerRetention,
        int maxConcurrency,
        ApiSettings api,
        ResultSettings results) {

    private static final int MAX_PORT = 65_535;
    private static final URI SANDBOX = URI.create("https://api.sandbox.ovok.com");
    private static final Duration RETENTION = Duration.ofDays(90);
    private static final int MAX_FILES_PER_BATCH = 10;
    private static final AllowedSources NO_SOURCES = new AllowedSources(List.of());

    /**
     * Reads the environment.
     *
     * @throws UploadException.Misconfigured with the names of all settings that are missing or invalid
     */
    static Settings from(Map<String, String> environment) {
        Reader reader = new Reader(environment);
        URI baseUrl = reader.optional("OVOK_BASE_URL", Settings::url).orElse(SANDBOX);
        OvokDocuments.Path path =
                reader.optional("OVOK_DOCUMENT_PATH", Settings::path).orElse(OvokDocuments.Path.DOCUMENTDEV);
        Optional<AccessToken> token = reader.optional("OVOK_ACCESS_TOKEN", AccessToken::new);
        Optional<String> secret = reader.optional("OVOK_SECRET_ID", Function.identity());
        reader.exactlyOne("OVOK_ACCESS_TOKEN", "OVOK_SECRET_ID");
        List<String> hosts =
                reader.optional("ALLOWED_UPLOAD_HOSTS", Settings::hosts).orElse(List.of());
        AwsEndpoints endpoints = endpoints(reader);
        Overwrite overwrite =
                reader.optional("ON_OVERWRITE", Settings::overwrite).orElse(Overwrite.NEW);
        SkippedFiles skipped =
                reader.optional("SKIPPED_FILE_NAMES", SkippedFiles::parse).orElse(SkippedFiles.STANDARD);
        Optional<String> table = reader.optional("LEDGER_TABLE", Function.identity());
        Duration retention =
                reader.optional("LEDGER_RETENTION_DAYS", Settings::days).orElse(RETENTION);
        int concurrency =
                reader.optional("MAX_FILES_PER_BATCH", Settings::concurrency).orElse(MAX_FILES_PER_BATCH);
        AllowedSources sources =
                reader.optional("ALLOWED_SOURCES", AllowedSources::parse).orElse(NO_SOURCES);
        Set<String> origins =
                reader.optional("CORS_ALLOWED_ORIGINS", Settings::origins).orElse(Set.of());
        ResultSettings results = results(reader);
        reader.check();
        return new Settings(
                baseUrl,
                path,
                token,
                secret,
                hosts,
                endpoints,
                overwrite,
                skipped,
                table,
                retention,
                concurrency,
                new ApiSettings(baseUrl, sources, origins),
                results);
    }

    private static ResultSettings results(Reader reader) {
        boolean keys = reader.optional("LOG_OBJECT_KEYS", Settings::flag).orElse(false);
        Optional<String> bus = reader.optional("RESULT_EVENT_BUS", Settings::eventBus);
        OnObject onObject =
                reader.optional("RESULT_ON_OBJECT", Settings::onObject).orElse(OnObject.NONE);
        AfterCompletion after =
                reader.optional("AFTER_COMPLETION", AfterCompletion::parse).orElse(new AfterCompletion.Keep());
        return new ResultSettings(keys, bus, onObject, after);
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

    /** Reads the variables of the AWS SDKs; a service's own endpoint takes precedence over the one for all services. */
    private static AwsEndpoints endpoints(Reader reader) {
        String region = reader.required("AWS_REGION", Settings::region).orElse("");
        Optional<URI> ofAll = reader.optional("AWS_ENDPOINT_URL", Settings::url);
        Map<String, Optional<URI>> own = Map.of(
                AwsEndpoints.S3,
                reader.optional("AWS_ENDPOINT_URL_S3", Settings::url),
                AwsService.DYNAMODB.name(),
                reader.optional("AWS_ENDPOINT_URL_DYNAMODB", Settings::url),
                AwsService.SECRETS_MANAGER.name(),
                reader.optional("AWS_ENDPOINT_URL_SECRETS_MANAGER", Settings::url),
                AwsService.EVENT_BRIDGE.name(),
                reader.optional("AWS_ENDPOINT_URL_EVENTBRIDGE", Settings::url));
        Map<String, URI> overrides = new HashMap<>();
        own.forEach((service, url) -> url.or(() -> ofAll).ifPresent(found -> overrides.put(service, found)));
        if (reader.optional("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", Settings::sdkFlag)
                .orElse(false)) {
            overrides.clear();
        }
        boolean fips =
                reader.optional("AWS_USE_FIPS_ENDPOINT", Settings::sdkFlag).orElse(false);
        boolean dualStack =
                reader.optional("AWS_USE_DUALSTACK_ENDPOINT", Settings::sdkFlag).orElse(false);
        return reader.checked("AWS_ENDPOINT_URL", () -> new AwsEndpoints(region, fips, dualStack, overrides))
                .orElse(AwsEndpoints.of(region));
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        boolean http = List.of("http", "https").contains(String.valueOf(url.getScheme()));
        boolean plain = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
        if (!http || !plain || url.getHost() == null || url.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("not an http(s) URL of host, port and path");
        }
        return url;
    }

    private static OvokDocuments.Path path(String text) {
        return Arrays.stream(OvokDocuments.Path.values())
                .filter(path -> path.value().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("neither /documentdev nor /document"));
    }

    private static Overwrite overwrite(String text) {
        return switch (text) {
            case "new" -> Overwrite.NEW;
            case "replace" -> Overwrite.REPLACE;
            default -> throw new IllegalArgumentException("neither new nor replace");
        };
    }

    private static Duration days(String text) {
        if (!text.matches("[1-9]\\d{0,4}")) {
            throw new IllegalArgumentException("not a number of days");
        }
        return Duration.ofDays(Long.parseLong(text));
    }

    private static int concurrency(String text) {
        if (!text.matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException("not a number from 1 to 999");
        }
        return Integer.parseInt(text);
    }

    private static Set<String> origins(String text) {
        Set<String> origins = Set.of(text.split("\\s*,\\s*", -1));
        if (!origins.stream().allMatch(origin -> origin.matches("https?://[a-z0-9.:\\[\\]-]+"))) {
            throw new IllegalArgumentException("not a list of origins such as https://app.example.com");
        }
        return origins;
    }

    private static String region(String text) {
        if (!text.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("not a Region");
        }
        return text;
    }

    private static List<String> hosts(String text) {
        if (!text.matches("\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*(\\s*,\\s*\\.?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*)*")) {
            throw new IllegalArgumentException("not a list of hosts separated by commas");
        }
        return List.of(text.split("\\s*,\\s*"));
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    /** The AWS SDKs accept any case. */
    private static boolean sdkFlag(String text) {
        return flag(text.toLowerCase(Locale.ROOT));
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "Settings[" + ovokBaseUrl + ", " + documentPath.value() + ", " + endpoints.region() + "]";
    }

    /**
     * Collects all errors, so that one start reports all of them. Values are not quoted, because one may be a secret.
     */
    private static final class Reader {
        private final Map<String, String> environment;
        private final List<String> problems = new ArrayList<>();

        Reader(Map<String, String> environment) {
            this.environment = environment;
        }

        <T> Optional<T> required(String name, Function<String, T> parser) {
            if (!isSet(name)) {
                problems.add(name + " is missing");
            }
            return optional(name, parser);
        }

        <T> Optional<T> optional(String name, Function<String, T> parser) {
            String value = environment.getOrDefault(name, "").strip();
            return value.isEmpty() ? Optional.empty() : checked(name, () -> parser.apply(value));
        }

        <T> Optional<T> checked(String name, Supplier<T> setting) {
            try {
                return Optional.of(setting.get());
            } catch (IllegalArgumentException e) {
                problems.add(name + " is " + (e.getCause() == null ? e.getMessage() : "malformed"));
                return Optional.empty();
            }
        }

        void exactlyOne(String name, String other) {
            boolean set = isSet(name);
            if (set == isSet(other)) {
                problems.add(set ? name + " and " + other + " are both set" : name + " or " + other + " is missing");
            }
        }

        private boolean isSet(String name) {
            return !environment.getOrDefault(name, "").isBlank();
        }

        void check() {
            if (!problems.isEmpty()) {
                throw new UploadException.Misconfigured(
                        Problem.SETTINGS, "Invalid configuration: " + String.join("; ", problems) + ".");
            }
        }
    }
}
