package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs in with the credentials of a secret, once for all calls, and goes on with refresh tokens. Thread-safe.
 *
 * <p>The secret is fetched at the first call, and again when OVOK refuses its credentials, or goes on refusing the
 * tokens that they gave: they may have been rotated. Credentials that are refused all the same are left alone for a
 * minute, in which every call fails at once.
 */
public final class Session implements TokenSource {
    private static final Duration COOL_DOWN = Duration.ofSeconds(60);

    private final Secret secret;
    private final SignIn signIn;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Tokens tokens;
    private @Nullable Credentials credentials;
    /** When a login last took the place of a refused token. */
    private Instant cured = Instant.MIN;
    /** When credentials were last refused, straight from the secret. */
    private Instant refused = Instant.MIN;

    /** Calls nobody yet. */
    public Session(Secret secret, OvokClient client, InstantSource clock) {
        this.secret = secret;
        this.signIn = new SignIn(client, clock);
        this.clock = clock;
    }

    @Override
    public AccessToken token(Deadline deadline) {
        Tokens held = tokens;
        return held != null && held.isGood(clock) ? held.access() : inTurn(deadline, () -> next(deadline));
    }

    @Override
    public AccessToken renewed(AccessToken refusedToken, Deadline deadline) {
        return inTurn(deadline, () -> isHeld(refusedToken) ? cure(deadline) : next(deadline));
    }

    @Override
    public void forget() {
        lock.lock();
        try {
            tokens = null;
            credentials = null;
            cured = Instant.MIN;
            refused = Instant.MIN;
        } finally {
            lock.unlock();
        }
    }

    /** One call signs in, the others wait and take what it got. */
    private AccessToken inTurn(Deadline deadline, Supplier<Tokens> step) {
        await(deadline);
        try {
            if (isRecent(refused)) {
                throw refusal(null);
            }
            Tokens current = step.get();
            tokens = current;
            return current.access();
        } finally {
            lock.unlock();
        }
    }

    private void await(Deadline deadline) {
        try {
            if (lock.tryLock(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UploadException.Unavailable(
                Problem.UNAVAILABLE, "The sign-in of another call was not over within the invocation's time.", null);
    }

    private boolean isHeld(AccessToken token) {
        Tokens held = tokens;
        return held != null && held.access().equals(token);
    }

    private Tokens next(Deadline deadline) {
        Tokens held = tokens;
        if (held == null) {
            return login(deadline);
        }
        return held.isGood(clock)
                ? held
                : held.refresh().map(token -> refreshed(token, deadline)).orElseGet(() -> login(deadline));
    }

    private Tokens refreshed(String refreshToken, Deadline deadline) {
        try {
            return signIn.refreshed(refreshToken, deadline);
        } catch (UploadException e) {
            // How long a refresh token lasts is not known, and a login needs none.
            return login(deadline);
        }
    }

    /** Where a login did not help a moment ago, or there is none, other credentials may. */
    private Tokens cure(Deadline deadline) {
        boolean loginMayHelp = credentials instanceof Credentials.Login && !isRecent(cured);
        Tokens fresh = loginMayHelp ? login(deadline) : rotated(credentials, deadline);
        cured = clock.instant();
        return fresh;
    }

    private Tokens login(Deadline deadline) {
        Credentials known = credentials;
        if (known == null) {
            return rotated(null, deadline);
        }
        try {
            return signIn.with(known, deadline);
        } catch (UploadException.Misconfigured e) {
            return rotated(known, deadline);
        }
    }

    /** Takes what the secret holds now, unless that is what OVOK refused. */
    private Tokens rotated(@Nullable Credentials before, Deadline deadline) {
        Credentials now = secret.fetch(deadline);
        if (now.equals(before)) {
            throw refuse(null);
        }
        try {
            Tokens fresh = signIn.with(now, deadline);
            credentials = now;
            return fresh;
        } catch (UploadException.Misconfigured e) {
            throw refuse(e);
        }
    }

    private UploadException refuse(UploadException.@Nullable Misconfigured answer) {
        tokens = null;
        credentials = null;
        refused = clock.instant();
        return refusal(answer);
    }

    private static UploadException refusal(UploadException.@Nullable Misconfigured answer) {
        return new UploadException.Misconfigured(
                Problem.OVOK_SIGN_IN,
                "OVOK refuses what the secret of OVOK_SECRET_ID holds, which is next tried after a minute: check the "
                        + "account, its password and clientId, and that OVOK_BASE_URL is their host.",
                answer);
    }

    private boolean isRecent(Instant moment) {
        return clock.instant().isBefore(moment.plus(COOL_DOWN));
    }
}
