package com.ovok.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SAM makes of the template, told by its own translator where this machine has it. */
class TransformTest {
    private static final String TRANSLATE = """
        import json, os, sys
        os.environ['AWS_DEFAULT_REGION'] = 'eu-central-1'
        from samtranslator.translator.transform import transform
        from samtranslator.yaml_helper import yaml_parse
        template = yaml_parse(open('template.yaml').read())
        template['Globals']['Function']['CodeUri'] = 's3://bucket/function.zip'
        values = {name: p.get('Default', 'given') for name, p in template['Parameters'].items()}
        values.update(argument.split('=', 1) for argument in sys.argv[1:])
        policies = type('Policies', (), {'load': lambda self: {}})()
        print(json.dumps(transform(template, values, policies)))
        """;
    private static final String ALIAS = "HttpApiFunctionAliaslive";

    @ParameterizedTest
    @ValueSource(strings = {"SnapStart=PublishedVersions", "SnapStart=None", "JwtIssuer=https://login.example.com"})
    void everyOperationOfTheApiCallsTheAliasAndKeepsItsAuthorizer(String parameter) throws Exception {
        JsonNode resources =
                transformed(parameter, "CorsOrigins=https://app.example.com").path("Resources");
        JsonNode body = resources.at("/HttpApi/Properties/Body");
        assertThat(body.path("paths").findValues("x-amazon-apigateway-integration"))
                .hasSize(2)
                .allSatisfy(integration ->
                        assertThat(integration.findPath("Fn::Sub").asText()).contains("${" + ALIAS + "}/"));
        assertThat(body.path("paths").findValues("security"))
                .hasSize(2)
                .allSatisfy(security ->
                        assertThat(security.at("/Fn::If/0").asText()).isEqualTo("CallersSign"));
        assertThat(body.at("/x-amazon-apigateway-cors/Fn::If/1").has("allowOrigins"))
                .isTrue();
        assertThat(resources.findParents("Principal"))
                .filteredOn(permission -> permission.path("Principal").asText().equals("apigateway.amazonaws.com"))
                .hasSize(2)
                .allSatisfy(permission ->
                        assertThat(permission.at("/FunctionName/Ref").asText()).isEqualTo(ALIAS));
        assertThat(resources.at("/" + ALIAS + "/Properties/FunctionVersion").toString())
                .contains("HttpApiFunctionVersion");
    }

    private static JsonNode transformed(String... parameters) throws IOException, InterruptedException {
        assumeTrue(Programs.isOnPath("python3"), "python3 is not installed: template.yaml stays untransformed");
        assumeTrue(
                python("import samtranslator").waitFor() == 0,
                "aws-sam-translator is not installed: template.yaml stays untransformed");
        Process translator = python(TRANSLATE, parameters);
        String answer = new String(translator.getInputStream().readAllBytes(), UTF_8);
        assertThat(translator.waitFor()).as(answer).isZero();
        return new JsonMapper().readTree(answer);
    }

    private static Process python(String script, String... arguments) throws IOException {
        return new ProcessBuilder(Stream.concat(Stream.of("python3", "-c", script), Stream.of(arguments))
                        .toList())
                .directory(SamTemplate.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
