package com.ovok.upload.ovok;

import java.util.Map;

/** An access token of OVOK. Its {@code toString} does not show it. */
public record AccessToken(String value) implements Credentials {

    /** Requires characters that a header allows; the message does not quote the value. */
    public AccessToken {
        if (!value.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException("not a bearer token");
        }
    }

    /** Returns the header that authorizes a call with this token. */
    Map<String, String> header() {
        return Map.of("Authorization", "Bearer " + value);
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "AccessToken[...]";
    }
}
