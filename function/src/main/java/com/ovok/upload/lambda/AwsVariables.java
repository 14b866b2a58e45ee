package com.ovok.upload.lambda;

import com.ovok.upload.aws.AwsEndpoints;
import com.ovok.upload.aws.AwsService;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the variables that the AWS SDKs read too. */
final class AwsVariables {
    private AwsVariables() {}

    static AwsEndpoints endpoints(EnvironmentReader reader) {
        String region = reader.required("AWS_REGION", AwsVariables::region).orElse("");
        Map<String, URI> overrides = overrides(reader);
        boolean fips =
                reader.optional("AWS_USE_FIPS_ENDPOINT", AwsVariables::flag).orElse(false);
        boolean dualStack = reader.optional("AWS_USE_DUALSTACK_ENDPOINT", AwsVariables::flag)
                .orElse(false);
        return reader.checked("AWS_ENDPOINT_URL", () -> new AwsEndpoints(region, fips, dualStack, overrides))
                .orElse(AwsEndpoints.of(region));
    }

    /** A service's own endpoint takes precedence over the one for all services. */
    private static Map<String, URI> overrides(EnvironmentReader reader) {
        Optional<URI> ofAll = reader.optional("AWS_ENDPOINT_URL", EnvironmentReader::url);
        Map<String, Optional<URI>> own = Map.of(
                AwsEndpoints.S3,
                reader.optional("AWS_ENDPOINT_URL_S3", EnvironmentReader::url),
                AwsService.DYNAMODB.name(),
                reader.optional("AWS_ENDPOINT_URL_DYNAMODB", EnvironmentReader::url),
                AwsService.SECRETS_MANAGER.name(),
                reader.optional("AWS_ENDPOINT_URL_SECRETS_MANAGER", EnvironmentReader::url),
                AwsService.EVENT_BRIDGE.name(),
                reader.optional("AWS_ENDPOINT_URL_EVENTBRIDGE", EnvironmentReader::url));
        Map<String, URI> overrides = new HashMap<>();
        own.forEach((service, url) -> url.or(() -> ofAll).ifPresent(found -> overrides.put(service, found)));
        boolean ignored = reader.optional("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", AwsVariables::flag)
                .orElse(false);
        return ignored ? Map.of() : overrides;
    }

    private static String region(String text) {
        if (!text.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("not a Region");
        }
        return text;
    }

    /** The AWS SDKs accept any case. */
    private static boolean flag(String text) {
        return EnvironmentReader.flag(text.toLowerCase(Locale.ROOT));
    }
}
