package com.ovok.local.checks;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.ovok.local.SamTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who may call the template's HTTP API, and which version of the function responds. */
class HttpApiTemplateTest {
    /** Without an issuer of tokens, callers sign with IAM. */
    static final List<String> ISSUERS = List.of("", "https://login.example.com");

    private final SamTemplate template = SamTemplate.read();

    @ParameterizedTest
    @FieldSource("ISSUERS")
    void requiresAuthorizerForEveryOperation(String issuer) {
        JsonNode api = api(template.with("JwtIssuer", issuer));
        Map.Entry<String, JsonNode> authorizer = authorizer(api);
        assertThat(operations(api))
                .isNotEmpty()
                .allSatisfy((route, operation) -> assertThat(operation.path("security"))
                        .as(route)
                        .singleElement()
                        .satisfies(required ->
                                assertThat(required.fieldNames()).toIterable().containsExactly(authorizer.getKey())));
    }

    /** A route outside the definition would have no authorizer, nor would an API that SAM adds. */
    @Test
    void definesEveryRoute() {
        assertThat(template.events("HttpApi")).isNotEmpty().allSatisfy(route -> {
            assertThat(route.path("ApiId").asText()).isEqualTo("HttpApi");
            assertThat(route.has("Auth")).as("a route with its own rules").isFalse();
        });
        assertThat(template.events("HttpApi"))
                .extracting(route ->
                        route.path("Method").asText() + " " + route.path("Path").asText())
                .containsExactlyInAnyOrderElementsOf(operations(api(template)).keySet());
        assertThat(template.events("Api")).isEmpty();
        assertThat(template.functions())
                .allSatisfy((id, function) ->
                        assertThat(function.has("FunctionUrlConfig")).isFalse());
    }

    @Test
    void usesIamWithoutTokenIssuer() {
        JsonNode iam = authorizer(api(template.with("JwtIssuer", ""))).getValue();
        assertThat(iam.path("x-amazon-apigateway-authtype").asText()).isEqualTo("awsSigv4");
        assertThat(template.parameter("JwtIssuer").path("Default").asText()).isEmpty();
        assertThat(template.parameter("JwtAudience").path("Default").asText()).isEmpty();
    }

    @Test
    void checksIssuerAndAudienceOfTokens() {
        JsonNode token = authorizer(api(template.with("JwtIssuer", ISSUERS.getLast())))
                .getValue()
                .path("x-amazon-apigateway-authorizer");
        assertThat(token.path("type").asText()).isEqualTo("jwt");
        assertThat(token.path("identitySource").asText()).isEqualTo("$request.header.Authorization");
        assertThat(token.at("/jwtConfiguration/issuer").asText()).isEqualTo("JwtIssuer");
        assertThat(SamTemplate.texts(token.at("/jwtConfiguration/audience"))).containsExactly(",", "JwtAudience");
    }

    @Test
    void configuresCorsForNamedOrigins() {
        JsonNode cors = api(template).path("x-amazon-apigateway-cors");
        assertThat(SamTemplate.texts(cors)).startsWith("HasCorsOrigins").endsWith("AWS::NoValue");
        JsonNode shared = cors.path(1);
        assertThat(SamTemplate.texts(shared.path("allowOrigins"))).containsExactly(",", "CorsAllowedOrigins");
        assertThat(SamTemplate.texts(shared.path("allowHeaders"))).contains("authorization", "idempotency-key");
        assertThat(shared.has("allowCredentials")).isFalse();
        assertThat(operations(api(template)).keySet())
                .noneMatch(route -> route.startsWith("OPTIONS") || route.startsWith("X-AMAZON-APIGATEWAY-ANY"));
        assertThat(template.parameter("CorsAllowedOrigins").path("Default").asText())
                .isEmpty();
    }

    @Test
    void takesSnapshotsOnlyWithVersions() {
        assertThat(template.functions())
                .allSatisfy((id, function) ->
                        assertThat(function.has("SnapStart")).as(id).isEqualTo(function.has("AutoPublishAlias")));
        assertThat(httpApiFunction().at("/SnapStart/ApplyOn").asText()).isEqualTo("SnapStart");
        assertThat(SamTemplate.texts(template.parameter("SnapStart").path("AllowedValues")))
                .containsExactly("PublishedVersions", "None");
        assertThat(template.property(httpApiFunction(), "EphemeralStorage")
                        .path("Size")
                        .asInt())
                .isEqualTo(512);
    }

    /**
     * SAM sends a function's own events to its alias; every other reference to the function means the latest version.
     */
    @Test
    void callsFunctionsByAliasOnly() {
        assertThat(httpApiFunction().path("Events")).isNotEmpty();
        assertThat(template.texts())
                .noneMatch(text -> text.equals("HttpApiFunction")
                        || text.equals("HttpApiFunction.Arn")
                        || text.contains("${HttpApiFunction}")
                        || text.contains("${HttpApiFunction.Arn}"));
    }

    /** SAM hashes the variables, the memory and SnapStart, and the alias uses the version of the hash. */
    @Test
    void hashesWholeConfigurationOfVersion() {
        JsonNode function = httpApiFunction();
        assertThat(template.properties(function))
                .containsOnly(
                        "CodeUri",
                        "Environment",
                        "MemorySize",
                        "SnapStart",
                        "Handler",
                        "Runtime",
                        "Timeout",
                        "EphemeralStorage",
                        "LoggingConfig",
                        "Architectures",
                        "SourceKMSKeyArn",
                        "AutoPublishAlias",
                        "FunctionName",
                        "Description",
                        "Role",
                        "Events");
        assertThat(hashed().getFirst())
                .isEqualTo("%s %s %ss %sMB %s"
                        .formatted(
                                function.path("Handler").asText(),
                                template.property(function, "Runtime").asText(),
                                function.path("Timeout").asText(),
                                template.property(function, "EphemeralStorage")
                                        .path("Size")
                                        .asText(),
                                function.at("/LoggingConfig/LogFormat").asText()));
        assertThat(template.parameters()).containsAll(hashed().subList(1, hashed().size()));
    }

    /** The literal name of a missing key; the function must not receive it. */
    @Test
    void hasNoKeyForCode() {
        assertThat(httpApiFunction().path("SourceKMSKeyArn").asText()).isEqualTo("AWS::NoValue");
    }

    private List<String> hashed() {
        SamTemplate local = SamTemplate.readLocal();
        JsonNode code = requireNonNull(local.functions().get("HttpApiFunction")).path("SourceKMSKeyArn");
        return SamTemplate.texts(code.path(1)).toList();
    }

    private JsonNode httpApiFunction() {
        return requireNonNull(template.functions().get("HttpApiFunction"));
    }

    private static JsonNode api(SamTemplate template) {
        return requireNonNull(template.all("AWS::Serverless::HttpApi").get("HttpApi"))
                .path("DefinitionBody");
    }

    private static Map.Entry<String, JsonNode> authorizer(JsonNode api) {
        var schemes = api.at("/components/securitySchemes").properties();
        assertThat(schemes).hasSize(1);
        return schemes.iterator().next();
    }

    /** Returns all operations by route, such as {@code POST /documents}. */
    private static Map<String, JsonNode> operations(JsonNode api) {
        return api.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> Map.entry(
                                operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                operation.getValue())))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
