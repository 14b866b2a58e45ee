package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with the credentials of a secret, which is fetched at the first login, and again when OVOK refuses the
 * credentials or their tokens: they may have been rotated. For one login at a time.
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
     * @param rotated whether the secret is to be fetched first, because it may hold other credentials by now
     * @throws UploadException.Misconfigured with {@link Problem#OVOK_SIGN_IN} if OVOK refuses what the secret holds
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

    /** A login with the known credentials may pass all the same if the secret cannot be read. */
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

    /** Forgets credentials that OVOK refuses, so that the next login fetches the secret again. */
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
                "OVOK answered 401 to the access token in the secret of OVOK_SECRET_ID, which is next read after a "
                        + "minute: check that it has not expired and that OVOK_BASE_URL is its host.");
    }
}
