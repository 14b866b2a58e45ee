package com.ovok.local.ovok;

import static java.util.Objects.requireNonNull;

/** The credentials that {@code POST /v2/auth/login} accepts. */
public record Account(String email, String password, String clientId) {
    public Account {
        requireNonNull(email);
        requireNonNull(password);
        requireNonNull(clientId);
    }

    @Override
    public String toString() {
        return "an account";
    }
}
