package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with the credentials of a secret. Fetches it at the first login, and again after OVOK rejects the
 * credentials or their tokens, because they may have been rotated. Not for concurrent logins.
 */
final class SecretSignIn {
    private final Secret secret;
    private final SignIn signIn;
    private volatile @Nullable Credentials credentials;

    SecretSignIn(Secret secret, SignIn signIn) {
        this.secret = secret;
        this.signIn = signIn;
    }

    /**
     * Logs in.
     *
     * @param rotated whether to fetch the secret first, because it may hold new credentials
     * @throws UploadException.Misconfigured with {@link Problem#OVOK_SIGN_IN} if OVOK rejects the credentials in the
     *     secret
     */
    Tokens login(boolean rotated, Deadline deadline) {
        if (!(credentials instanceof Credentials.Login known)) {
            return with(changed(credentials, tokenRefused(), deadline), deadline);
        }
        Credentials current = rotated ? fetchedOr(known, deadline) : known;
        if (!current.equals(known)) {
            return with(current, deadline);
        }
        try {
            return signIn.with(known, deadline);
        } catch (UploadException.Misconfigured e) {
            return with(changed(known, e, deadline), deadline);
        }
    }

    Tokens refreshed(String refreshToken, Deadline deadline) {
        return signIn.refreshed(refreshToken, deadline);
    }

    void forget() {
        credentials = null;
    }

    /** Keeps the known credentials if the secret cannot be read, because a login with them may still succeed. */
    private Credentials fetchedOr(Credentials known, Deadline deadline) {
        try {
            return secret.fetch(deadline);
        } catch (UploadException e) {
            return known;
        }
    }

    private Credentials changed(
            @Nullable Credentials refused, UploadException.Misconfigured refusal, Deadline deadline) {
        Credentials current = secret.fetch(deadline);
        if (current.equals(refused)) {
            forget();
            throw refusal;
        }
        return current;
    }

    /** Forgets credentials that OVOK rejects, so that the next login fetches the secret again. */
    private Tokens with(Credentials current, Deadline deadline) {
        credentials = current;
        try {
            return signIn.with(current, deadline);
        } catch (UploadException.Misconfigured e) {
            forget();
            throw e;
        }
    }

    private static UploadException.Misconfigured tokenRefused() {
        return new UploadException.Misconfigured(
                Problem.OVOK_SIGN_IN,
                "OVOK returned 401 to the access token in the secret of OVOK_SECRET_ID. Check that it has "
                        + "not expired and that OVOK_BASE_URL is its host. The secret is read again after a minute.");
    }
}
