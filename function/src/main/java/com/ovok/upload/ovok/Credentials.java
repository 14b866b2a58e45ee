package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.UUID;

/** What a secret holds to sign in with: a user's login, or a token as it is. */
sealed interface Credentials permits AccessToken, Credentials.Login {

    /**
     * Reads {@code {"email","password","clientId"}} or {@code {"accessToken"}}.
     *
     * @throws IllegalArgumentException when it is neither; the message quotes nothing of it
     */
    static Credentials parse(String secret) {
        JsonNode json = json(secret);
        return json.has("accessToken")
                ? new AccessToken(text(json, "accessToken"))
                : new Login(text(json, "email"), text(json, "password"), clientId(text(json, "clientId")));
    }

    private static JsonNode json(String secret) {
        try {
            return new JsonMapper().readTree(secret);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON");
        }
    }

    private static String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new IllegalArgumentException("without a text \"" + name + "\"");
        }
        return value.textValue();
    }

    private static UUID clientId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("with a \"clientId\" that is no UUID");
        }
    }

    /** What {@code POST /v2/auth/login} wants. */
    record Login(String email, String password, UUID clientId) implements Credentials {

        /** Leaves all of it out. */
        @Override
        public String toString() {
            return "Login[...]";
        }
    }
}
