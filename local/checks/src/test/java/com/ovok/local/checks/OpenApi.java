package com.ovok.local.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** The meta-schema of OpenAPI 3.1. */
public final class OpenApi {
    private OpenApi() {}

    /** Returns the description's violations of the meta-schema. */
    public static List<String> violations(JsonNode description) {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemaIdResolvers(
                        ids -> ids.mapPrefix("https://spec.openapis.org", "classpath:spec.openapis.org")));
        return registry
                .getSchema(SchemaLocation.of("https://spec.openapis.org/oas/3.1/schema-base/2022-10-07"))
                .validate(description)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
