package com.ovok.upload.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose an {@code Idempotency-Key} is, where callers bring tokens: that of the issuer's subject. */
class CallerTest {
    private static final String ISSUER = "https://login.example.com";

    private RunningApp running;

    @BeforeEach
    void start() throws IOException {
        running =
                new RunningApp().documentAwaited().fileTaken().documentAwaited().fileTaken();
    }

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    @ParameterizedTest
    @EnumSource
    void anotherTokenOfTheSameSubjectIsTheSameCaller(Gateway gateway) {
        upload(gateway, ISSUER, "ann", "1795425605");
        upload(gateway, ISSUER, "ann", "1795429999");
        assertThat(running.ovok.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void anotherSubjectIsAnotherCaller(Gateway gateway) {
        upload(gateway, ISSUER, "ann", "1795425605");
        upload(gateway, ISSUER, "bob", "1795425605");
        assertThat(running.ovok.requests()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSubjectOfAnotherIssuerIsAnotherCaller(Gateway gateway) {
        upload(gateway, ISSUER, "ann", "1795425605");
        upload(gateway, "https://elsewhere.example.com", "ann", "1795425605");
        assertThat(running.ovok.requests()).hasSize(2);
    }

    private void upload(Gateway gateway, String issuer, String subject, String expiry) {
        ObjectNode event = gateway.event();
        ((ObjectNode) event.path("headers")).put("idempotency-key", "the-same");
        ObjectNode authorizer = ((ObjectNode) event.path("requestContext")).putObject("authorizer");
        ObjectNode owner = gateway == Gateway.REST_API ? authorizer : authorizer.putObject("jwt");
        owner.putObject("claims").put("iss", issuer).put("sub", subject).put("exp", expiry);
        assertThat(gateway.answer(running.app, event).path("statusCode").asInt())
                .isEqualTo(201);
    }
}
