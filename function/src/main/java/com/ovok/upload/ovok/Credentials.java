package com.ovok.upload.ovok;

import java.util.List;
import java.util.UUID;

/** What a secret holds to sign in with: a user's login, or a token as it is. */
sealed interface Credentials permits AccessToken, Credentials.Login {

    /**
     * Reads {@code {"email","password","clientId"}} or {@code {"accessToken"}}. The password stays exactly as it is,
     * because OVOK alone knows whether it ends with a space; the others cannot.
     *
     * @throws IllegalArgumentException if it is neither; the message continues "The secret …", and quotes nothing of it
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
                    "has an \"accessToken\" that is not a bearer token, which has no spaces and no \"Bearer\" before"
                            + " it");
        }
    }

    private static UUID clientId(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has a \"clientId\" that is not a UUID");
        }
    }

    /** What {@code POST /v2/auth/login} wants. */
    record Login(String email, String password, UUID clientId) implements Credentials {

        /** Whether white space before or after the password may not be a part of it. */
        boolean isPadded() {
            return !password.equals(password.strip());
        }

        /** Leaves all of it out. */
        @Override
        public String toString() {
            return "Login[...]";
        }
    }
}
