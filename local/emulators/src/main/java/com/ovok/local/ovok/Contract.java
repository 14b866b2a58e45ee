package com.ovok.local.ovok;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Validates bodies by the schemas of an OpenAPI description. Immutable and thread-safe. */
public final class Contract {
    private static final String OVOK = "https://docs.ovok.com/openapi.yaml";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode document;
    private final Map<String, Schema> schemas = new TreeMap<>();

    private Contract(String id, JsonNode document) {
        this.document = document;
        SchemaRegistry registry = registry(id, document);
        document.at("/components/schemas")
                .fieldNames()
                .forEachRemaining(name ->
                        schemas.put(name, registry.getSchema(SchemaLocation.of(id + "#/components/schemas/" + name))));
    }

    /** Returns the contract of OVOK's API. */
    public static Contract ofOvok() {
        try (InputStream yaml = Contract.class.getResourceAsStream("/openapi.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException(
                        "openapi.yaml is not on the class path; local/emulators/pom.xml copies it there");
            }
            return read(OVOK, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException("openapi.yaml cannot be read", e);
        }
    }

    /** Reads a description in YAML and registers it under the address {@code id}. */
    public static Contract read(String id, InputStream yaml) throws IOException {
        return new Contract(id, YAML.readTree(yaml));
    }

    public JsonNode document() {
        return document;
    }

    /** Returns the body's violations of the schema of this name; empty if it is valid. */
    public List<String> violations(String schemaName, JsonNode body) {
        Schema schema = schemas.get(schemaName);
        if (schema == null) {
            throw new IllegalArgumentException(
                    "the description has no schema " + schemaName + ", only " + schemas.keySet());
        }
        return schema.validate(body).stream().map(error -> "body" + error).toList();
    }

    private static SchemaRegistry registry(String id, JsonNode document) {
        SchemaRegistryConfig config = SchemaRegistryConfig.builder()
                .formatAssertionsEnabled(true)
                .locale(Locale.ENGLISH)
                .build();
        return SchemaRegistry.withDialect(
                Dialects.getOpenApi31(),
                builder -> builder.schemaRegistryConfig(config).schemas(Map.of(id, document.toString())));
    }
}
