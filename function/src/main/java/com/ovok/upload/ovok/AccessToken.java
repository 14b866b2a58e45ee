package com.ovok.upload.ovok;

import java.util.Map;

/** An access token of OVOK, which no text shows. */
public record AccessToken(String value) implements Credentials {

    /** Refuses what no header can carry, without quoting it. */
    public AccessToken {
        if (!value.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("not a bearer token");
        }
    }

    /** The header of a call that is made with it. */
    Map<String, String> header() {
        return Map.of("Authorization", "Bearer " + value);
    }

    /** Leaves the token out. */
    @Override
    public String toString() {
        return "AccessToken[...]";
    }
}
