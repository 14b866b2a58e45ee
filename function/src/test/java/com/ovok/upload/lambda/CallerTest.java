package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The owner of an {@code Idempotency-Key}: the caller that the gateway authenticated by one of its methods. */
class CallerTest {
    @AutoClose
    private ApiTester api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiTester();
    }

    /**
     * Returns the request context of each gateway for one caller; 1 and 2 stand for the differences between callers.
     */
    private static List<String> identities(Gateway gateway) {
        return gateway.isV1()
                ? List.of(
                        "{'identity':{'caller':'AIDA#','userArn':'arn:aws:iam::1:user/u#'}}",
                        "{'identity':{'caller':'AROA#:s','userArn':'arn:aws:sts::1:assumed-role/r#/s'}}",
                        "{'identity':{'caller':'AROA:ann#','userArn':'arn:aws:sts::1:assumed-role/AWSReservedSSO_R_1/ann#'}}",
                        "{'identity':{'caller':'1:bob#','userArn':'arn:aws:sts::1:federated-user/bob#'}}",
                        "{'identity':{'caller':'AROA:CognitoIdentityCredentials','cognitoIdentityId':'eu-central-1:#'}}",
                        "{'authorizer':{'claims':{'iss':'https://a','sub':'#'}}}",
                        "{'authorizer':{'claims':{'iss':'https://a#','sub':'s'},'scopes':null}}",
                        "{'authorizer':{'principalId':'#','integrationLatency':5}}",
                        "{'authorizer':{'principalId':'user','userId':#,'integrationLatency':5}}",
                        "{'identity':{'clientCert':{'subjectDN':'CN=#','issuerDN':'CN=i','serialNumber':'1'}}}",
                        "{'identity':{'clientCert':{'subjectDN':'CN=s','issuerDN':'CN=i#','serialNumber':'1'}}}",
                        "{'identity':{'clientCert':{'subjectDN':'CN=s','issuerDN':'CN=i','serialNumber':'#'}}}",
                        "{'identity':{'apiKeyId':'#','apiKey':'marker'}}",
                        "{'identity':{'apiKey':'marker#'}}")
                : List.of(
                        "{'authorizer':{'iam':{'callerId':'AIDA#','userArn':'arn:aws:iam::1:user/u#'}}}",
                        "{'authorizer':{'iam':{'callerId':'AROA#:s','userArn':'arn:aws:sts::1:assumed-role/r#/s'}}}",
                        "{'authorizer':{'iam':{'callerId':'1:bob#','userArn':'arn:aws:sts::1:federated-user/bob#'}}}",
                        "{'authorizer':{'iam':{'callerId':'AROA:c','cognitoIdentity':{'identityId':'eu-central-1:#'}}}}",
                        "{'authorizer':{'jwt':{'claims':{'iss':'https://a','sub':'#'},'scopes':['x']}}}",
                        "{'authorizer':{'jwt':{'claims':{'iss':'https://a#','sub':'s'}}}}",
                        "{'authorizer':{'lambda':{'principalId':'#'}}}",
                        "{'authorizer':{'lambda':{'sub':'#','tenant':'t'}}}",
                        "{'authorizer':{'lambda':{'user_id':#}}}",
                        "{'authorizer':{'lambda':{'username':'#'}}}",
                        "{'authorizer':{'lambda':{'claims':{'iss':'https://l','sub':'#'}}}}",
                        "{'authentication':{'clientCert':{'subjectDN':'CN=#','issuerDN':'CN=i','serialNumber':'1'}}}",
                        "{'authentication':{'clientCert':{'subjectDN':'CN=s','issuerDN':'CN=i','serialNumber':'#'}}}");
    }

    static Stream<Arguments> callers() {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> identities(gateway).stream().map(identity -> Arguments.of(gateway, identity)));
    }

    @ParameterizedTest
    @EnumSource
    void separatesKeysOfOneCaller(Gateway gateway) {
        ObjectNode first = event(gateway, identities(gateway).getFirst());
        ObjectNode second = first.deepCopy();
        ((ObjectNode) second.path("headers")).put("idempotency-key", "another");

        assertThat(gateway.response(api.running.app, first).path("statusCode").asInt())
                .isEqualTo(201);
        assertThat(gateway.response(api.running.app, second).path("statusCode").asInt())
                .isEqualTo(201);

        assertThat(api.running.ovok.requests()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("callers")
    void separatesKeysOfCallers(Gateway gateway, String identity) {
        upload(gateway, identity.replace('#', '1'));
        upload(gateway, identity.replace('#', '2'));
        upload(gateway, identity.replace('#', '1'));

        assertThat(api.running.ovok.requests()).hasSize(2);
        assertThat(api.running.log.text()).doesNotContain("marker");
    }

    /** Callers of different kinds are different, even with the same name. */
    @ParameterizedTest
    @EnumSource
    void separatesKeysOfKindsOfCallers(Gateway gateway) {
        List<String> identities = identities(gateway);
        identities.forEach(identity -> upload(gateway, identity.replace('#', '1')));

        assertThat(api.running.ovok.requests()).hasSameSizeAs(identities);
    }

    /** Changes between two requests of one caller, before and after. */
    static Stream<Arguments> sameCallers() {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> (gateway.isV1()
                                ? Stream.of(
                                        "{'identity':{'caller':'AROA1:s#','userArn':'arn:aws:sts::1:assumed-role/r/s#'}}",
                                        "{'authorizer':{'claims':{'iss':'https://a','sub':'s','exp':'#','jti':'#'}}}",
                                        "{'authorizer':{'principalId':'p','integrationLatency':#,'token':'#'}}",
                                        "{'identity':{'apiKeyId':'k','sourceIp':'192.0.2.#','accessKey':'ASIA#'}}")
                                : Stream.of(
                                        "{'authorizer':{'iam':{'callerId':'AROA1:s#','userArn':'arn:aws:sts::1:assumed-role/r/s#'}}}",
                                        "{'authorizer':{'jwt':{'claims':{'iss':'https://a','sub':'s','exp':'#'}}}}",
                                        "{'authorizer':{'lambda':{'principalId':'p','exp':#}}}"))
                        .map(identity -> Arguments.of(gateway, identity)));
    }

    @ParameterizedTest
    @MethodSource("sameCallers")
    void recognizesCallerAcrossSessions(Gateway gateway, String identity) {
        upload(gateway, identity.replace('#', '1'));
        upload(gateway, identity.replace('#', '2'));

        assertThat(api.running.ovok.requests()).hasSize(1);
    }

    /** Request contexts that do not distinguish callers. */
    static Stream<Arguments> unknown() {
        return Stream.of(Gateway.values())
                .flatMap(gateway -> (gateway.isV1()
                                ? Stream.of(
                                        "{}",
                                        "null",
                                        "5",
                                        "{'identity':null,'authorizer':null}",
                                        "{'identity':{'caller':null,'userArn':null,'apiKey':'','sourceIp':'192.0.2.1'}}",
                                        "{'identity':{'caller':{},'apiKeyId':[]}}",
                                        "{'authorizer':{'claims':null,'scopes':null}}",
                                        "{'authorizer':{'claims':{'iss':'https://a'}}}",
                                        "{'authorizer':{'integrationLatency':5}}",
                                        "{'authorizer':{'principalId':'','tenant':'t'}}",
                                        "{'authorizer':{'tenant':'t'},'identity':{'apiKeyId':'k'}}")
                                : Stream.of(
                                        "{}",
                                        "{'authorizer':null}",
                                        "{'authorizer':5}",
                                        "{'authorizer':{'iam':{}}}",
                                        "{'authorizer':{'iam':{'callerId':null}}}",
                                        "{'authorizer':{'jwt':{'claims':{'iss':'https://a'}}}}",
                                        "{'authorizer':{'jwt':{'claims':{'sub':''}}}}",
                                        "{'authorizer':{'lambda':null}}",
                                        "{'authorizer':{'lambda':{'tenant':'t'}}}",
                                        "{'authorizer':{'lambda':{'sub':null,'principalId':{}}}}",
                                        "{'authorizer':{'lambda':{'key':'k'}},'authentication':{'clientCert':{'serialNumber':'1'}}}"))
                        .map(identity -> Arguments.of(gateway, identity)));
    }

    @ParameterizedTest
    @MethodSource("unknown")
    void rejectsKeyOfUnknownCaller(Gateway gateway, String identity) throws IOException {
        assertThat(api.refused(gateway, event(gateway, identity), 400, "bad-request"))
                .contains("Idempotency-Key", "requires an authenticated caller");

        ObjectNode keyless = event(gateway, identity);
        ((ObjectNode) keyless.path("headers")).remove("idempotency-key");
        assertThat(api.created(gateway, keyless).fileName()).isEqualTo("cat.png");
    }

    private void upload(Gateway gateway, String identity) {
        assertThat(gateway.response(api.running.app, event(gateway, identity))
                        .path("statusCode")
                        .asInt())
                .isEqualTo(201);
    }

    private static ObjectNode event(Gateway gateway, String identity) {
        ObjectNode event = gateway.event();
        ((ObjectNode) event.path("headers")).put("idempotency-key", "the-same");
        try {
            var said = new JsonMapper().readTree(identity.replace('\'', '"'));
            ObjectNode context = (ObjectNode) event.path("requestContext");
            context.remove(List.of("identity", "authorizer", "authentication"));
            if (said instanceof ObjectNode object) {
                context.setAll(object);
            } else if (gateway.isV1()) {
                event.set("requestContext", said);
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
