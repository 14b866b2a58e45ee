package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;

/** Provides the token of the setting OVOK_ACCESS_TOKEN. */
public record StaticTokenProvider(AccessToken token) implements AccessTokenProvider {

    @Override
    public AccessToken token(Deadline deadline) {
        return token;
    }

    @Override
    public AccessToken renewed(AccessToken refused, Deadline deadline) {
        throw new UploadException.Misconfigured(
                Problem.OVOK_SIGN_IN,
                "OVOK returned 401: the access token is wrong, has expired or belongs to another "
                        + "host. Set another OVOK_ACCESS_TOKEN, or OVOK_SECRET_ID for automatic sign-in.");
    }

    @Override
    public void forget() {
        // The token is a setting and stays in the process.
    }
}
