package com.ovok.upload.ovok;

import java.util.List;
import java.util.UUID;

/** The credentials in a secret: a user's login, or an access token. */
sealed interface Credentials permits AccessToken, Credentials.Login {

    /**
     * Parses {@code {"email","password","clientId"}} or {@code {"accessToken"}}. White space around the password is
     * kept, because it may be part of the password; it is stripped from the other fields.
     *
     * @throws IllegalArgumentException if the secret is neither; the message continues "The secret …" and quotes no
     *     value
     */
    static Credentials parse(byte[] secret) {
        SecretFields fields = SecretFields.of(secret);
        if (fields.has("accessToken")) {
            return token(fields.texts("accessToken").getFirst().strip());
        }
        List<String> login = fields.texts("email", "password", "clientId");
        return new Login(
                login.get(0).strip(), login.get(1), clientId(login.get(2).strip()));
    }

    private static AccessToken token(String text) {
        try {
            return new AccessToken(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "has an \"accessToken\" that is not a bearer token: remove spaces and the word \"Bearer\"");
        }
    }

    private static UUID clientId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a \"clientId\" that is not a UUID");
        }
    }

    /** The body of {@code POST /v2/auth/login}. */
    record Login(String email, String password, UUID clientId) implements Credentials {

        /** Returns whether the password begins or ends with white space. */
        boolean isPadded() {
            return !password.equals(password.strip());
        }

        /** Omits all fields. */
        @Override
        public String toString() {
            return "Login[...]";
        }
    }
}
