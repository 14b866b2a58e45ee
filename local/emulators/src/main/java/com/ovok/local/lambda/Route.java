package com.ovok.local.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A route of an HTTP API, identified by a key such as {@code PUT /documents/{fileName}}. */
record Route(String key) {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    Route {
        Objects.requireNonNull(key, "key");
    }

    boolean matches(String method, String path) {
        return pattern().matcher(method + " " + path).matches();
    }

    Map<String, String> parameters(String path) {
        Matcher values = pattern().matcher(key.substring(0, key.indexOf(' ') + 1) + path);
        Map<String, String> parameters = new LinkedHashMap<>();
        if (values.matches()) {
            PARAMETER
                    .matcher(key)
                    .results()
                    .map(result -> result.group(1))
                    .forEach(name -> parameters.put(name, values.group(name)));
        }
        return parameters;
    }

    private Pattern pattern() {
        return Pattern.compile(PARAMETER.matcher(key).replaceAll(Route::segment));
    }

    private static String segment(MatchResult parameter) {
        return "(?<" + parameter.group(1) + ">[^/]+)";
    }
}
