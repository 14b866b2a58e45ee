package com.ovok.local.ovok;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.ovok.local.ovok.Tokens.Pair;

/** Issues tokens for an account's credentials and for refresh tokens. */
final class SignIn {
    static final String PROFILE = "Practitioner/00000000-0000-4000-8000-000000000002";
    static final String PROFILE_NAME = "Local Uploader";
    private static final String PROJECT = "Project/00000000-0000-4000-8000-000000000001";
    private static final String PROJECT_NAME = "Local Project";

    private final Account account;
    private final Tokens tokens;

    SignIn(Account account, Tokens tokens) {
        this.account = account;
        this.tokens = tokens;
    }

    ObjectNode login(JsonNode body) throws ApiException {
        var given = new Account(
                body.path("email").asText(),
                body.path("password").asText(),
                body.path("clientId").asText());
        if (!given.equals(account)) {
            throw ApiException.unauthorized();
        }
        Pair pair = tokens.issue();
        ObjectNode response = Bodies.object()
                .put("accessToken", pair.access())
                .put("refreshToken", pair.refresh())
                .put("expiresIn", Tokens.LIFETIME.toSeconds());
        response.putObject("project").put("reference", PROJECT).put("display", PROJECT_NAME);
        response.putObject("profile").put("reference", PROFILE).put("display", PROFILE_NAME);
        return response;
    }

    ObjectNode refresh(JsonNode body) throws ApiException {
        Pair pair = tokens.redeem(body.path("refresh_token").asText()).orElseThrow(ApiException::unauthorized);
        return Bodies.object()
                .put("access_token", pair.access())
                .put("refresh_token", pair.refresh())
                .put("expires_in", Tokens.LIFETIME.toSeconds());
    }
}
