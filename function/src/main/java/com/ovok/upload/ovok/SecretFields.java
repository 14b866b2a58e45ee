package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The fields of a secret's JSON. Field names match in any case, and with spaces, underscores and hyphens in them.
 * Messages name fields and never quote a value.
 */
record SecretFields(ObjectNode json) {
    private static final JsonMapper JSON = new JsonMapper();
    /** How deep JSON may be nested as text in JSON. The console stores it so if it is pasted as the value of a row. */
    private static final int MAX_WRAPPERS = 3;
    /** The only names that a message shows, because any other name could be a value in the wrong place. */
    private static final Set<String> KNOWN_NAMES = Set.of(
            "accesstoken",
            "apikey",
            "client",
            "clientid",
            "clientsecret",
            "email",
            "host",
            "id",
            "login",
            "mail",
            "pass",
            "passwd",
            "password",
            "project",
            "pwd",
            "refreshtoken",
            "secret",
            "token",
            "url",
            "user",
            "username");

    /**
     * Parses JSON in any Unicode encoding, with or without a byte order mark.
     *
     * @throws IllegalArgumentException if it is not a JSON object; the message continues "The secret …"
     */
    static SecretFields of(byte[] secret) {
        return new SecretFields(object(secret, MAX_WRAPPERS));
    }

    private static ObjectNode object(byte[] secret, int wrappers) {
        JsonNode json = json(secret);
        if (json.isMissingNode()) {
            throw new IllegalArgumentException("is empty");
        }
        Optional<String> inner = inner(json);
        if (inner.isPresent() && wrappers > 0) {
            return object(inner.get().getBytes(StandardCharsets.UTF_8), wrappers - 1);
        }
        if (json instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("is not a JSON object");
    }

    private static JsonNode json(byte[] secret) {
        try {
            return JSON.readTree(secret);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "is not JSON (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")" + hint(secret));
        } catch (IOException e) {
            throw new IllegalArgumentException("is not text in UTF-8 or UTF-16");
        }
    }

    private static String hint(byte[] secret) {
        boolean misread = new String(secret, StandardCharsets.UTF_8).indexOf('\0') >= 0;
        return misread ? ", but UTF-16 that was read as UTF-8: save the file as UTF-8" : "";
    }

    /** Returns the text of a secret that is a JSON string, or whose only field contains JSON. */
    private static Optional<String> inner(JsonNode json) {
        JsonNode only = json.isObject() && json.size() == 1 ? json.iterator().next() : json;
        return Optional.of(only)
                .filter(JsonNode::isTextual)
                .map(text -> text.textValue().strip())
                .filter(text -> json.isTextual() || text.startsWith("{"));
    }

    /** Returns whether the field exists and is neither null nor blank. */
    boolean has(String name) {
        return named(name).stream()
                .anyMatch(field -> !field.getValue().asText("").isBlank()
                        || field.getValue().isContainerNode());
    }

    /**
     * Returns the unchanged texts of the fields.
     *
     * @throws IllegalArgumentException if one is missing, not text, or present twice
     */
    List<String> texts(String... names) {
        List<String> missing = Arrays.stream(names).filter(name -> !has(name)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("has no " + quoted(missing) + "; it has " + present());
        }
        return Arrays.stream(names).map(this::text).toList();
    }

    private String text(String name) {
        List<Entry<String, JsonNode>> fields = named(name);
        if (fields.size() > 1) {
            throw new IllegalArgumentException("has more than one \"" + name + "\", written as "
                    + quoted(fields.stream().map(Entry::getKey).toList()));
        }
        JsonNode value = fields.getFirst().getValue();
        if (!value.isTextual()) {
            throw new IllegalArgumentException("has a \"" + name + "\" that is not text; put it in quotes");
        }
        return value.textValue();
    }

    private List<Entry<String, JsonNode>> named(String name) {
        String wanted = plain(name);
        return json.properties().stream()
                .filter(field -> plain(field.getKey()).equals(wanted))
                .toList();
    }

    private String present() {
        List<String> known = json.propertyStream()
                .map(Entry::getKey)
                .filter(name -> KNOWN_NAMES.contains(plain(name)))
                .toList();
        int others = json.size() - known.size();
        return (known.isEmpty() ? "none of these fields" : quoted(known))
                + (others == 0 ? "" : " and " + others + " with other names");
    }

    private static String quoted(List<String> names) {
        return names.stream().map(name -> '"' + name.strip() + '"').collect(Collectors.joining(", "));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_\\p{Pd}\\ufeff]", "");
    }
}
