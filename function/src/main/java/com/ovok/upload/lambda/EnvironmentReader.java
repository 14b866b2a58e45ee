package com.ovok.upload.lambda;

import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads environment variables and collects all errors, so that one start reports all of them. A blank variable counts
 * as missing. Errors do not quote values, because one may be a secret.
 */
final class EnvironmentReader {
    private static final int MAX_PORT = 65_535;

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    EnvironmentReader(Map<String, String> environment) {
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

    /** @throws UploadException.Misconfigured with all errors so far */
    void check() {
        if (!problems.isEmpty()) {
            throw new UploadException.Misconfigured(
                    Problem.SETTINGS, "Invalid configuration: " + String.join("; ", problems) + ".");
        }
    }

    static URI url(String text) {
        URI url = URI.create(text);
        boolean http = List.of("http", "https").contains(String.valueOf(url.getScheme()));
        boolean plain = url.getUserInfo() == null && url.getQuery() == null && url.getFragment() == null;
        if (!http || !plain || url.getHost() == null || url.getPort() > MAX_PORT) {
            throw new IllegalArgumentException("not an http(s) URL of host, port and path");
        }
        return url;
    }

    static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }
}
