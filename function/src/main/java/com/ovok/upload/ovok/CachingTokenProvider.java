package com.ovok.upload.ovok;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Signs in with the credentials of a secret, and renews the token with refresh tokens. All calls share the token.
 * Thread-safe.
 *
 * <p>The number of logins is bounded, whatever OVOK responds. Concurrent calls share one login and its outcome. After a
 * failed login all calls fail at once until OVOK's Retry-After or the pause of {@link LoginPace} is over. If OVOK
 * rejects credentials just fetched from the secret, the next login follows after a minute.
 */
public final class CachingTokenProvider implements AccessTokenProvider {
    private static final Duration REFUSED_CREDENTIALS_PAUSE = Duration.ofMinutes(1);
    /** The longest invocation; a longer Retry-After would outlast every file in progress. */
    private static final Duration MAX_PAUSE = Duration.ofMinutes(15);

    /** The state of the sign-in. */
    private sealed interface State {
        /** No token is held. */
        record SignedOut() implements State {}

        /** Calls use this token until it is due for renewal or OVOK rejects it. */
        record SignedIn(Tokens tokens) implements State {}

        /**
         * Calls fail with {@code reason} until {@code until}; then the state is {@code next}. A token that was rejected
         * right after its login is tried again then, because it may not have been valid on all servers yet.
         */
        record Suspended(Instant until, UploadException reason, State next) implements State {

            UploadException failure(Instant now) {
                Duration rest = now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
                return reason instanceof UploadException.Unavailable busy ? busy.copy(rest) : reason.copy();
            }
        }
    }

    private final SecretSignIn signIn;
    private final InstantSource clock;
    private final SharedCall<Tokens> shared = new SharedCall<>();
    private final AtomicReference<LoginPace> pace = new AtomicReference<>(LoginPace.NONE);
    private volatile State state = new State.SignedOut();

    /** Makes no network calls. */
    public CachingTokenProvider(Secret secret, OvokClient client, InstantSource clock) {
        this.signIn = new SecretSignIn(secret, new SignIn(client, clock));
        this.clock = clock;
    }

    @Override
    public AccessToken token(Deadline deadline) {
        return state() instanceof State.SignedIn(Tokens held) && held.isGood(clock)
                ? held.access()
                : shared.get(deadline, () -> current(deadline)).access();
    }

    @Override
    public AccessToken renewed(AccessToken refused, Deadline deadline) {
        return shared.get(deadline, () -> isHeld(refused) ? login(state(), deadline) : current(deadline))
                .access();
    }

    @Override
    public void accepted(AccessToken token) {
        if (isHeld(token)) {
            pace.updateAndGet(LoginPace::accepted);
        }
    }

    @Override
    public void forget() {
        state = new State.SignedOut();
        pace.set(LoginPace.NONE);
        signIn.forget();
    }

    private State state() {
        State current = state;
        return current instanceof State.Suspended suspended && !clock.instant().isBefore(suspended.until())
                ? suspended.next()
                : current;
    }

    private boolean isHeld(AccessToken token) {
        return state() instanceof State.SignedIn(Tokens held) && held.access().equals(token);
    }

    private Tokens current(Deadline deadline) {
        return switch (state()) {
            case State.Suspended suspended -> throw suspended.failure(clock.instant());
            case State.SignedIn(Tokens held) when held.isGood(clock) -> held;
            case State.SignedIn(Tokens held) -> next(held, deadline);
            case State.SignedOut out -> login(out, deadline);
        };
    }

    private Tokens next(Tokens held, Deadline deadline) {
        return held.refresh()
                .flatMap(token -> refreshed(token, deadline))
                .map(this::signedIn)
                .orElseGet(() -> loginBesides(held, deadline));
    }

    /** Empty if the refresh failed. OVOK does not document how long a refresh token lasts, and a login needs none. */
    private Optional<Tokens> refreshed(String token, Deadline deadline) {
        try {
            return Optional.of(signIn.refreshed(token, deadline));
        } catch (UploadException e) {
            return Optional.empty();
        }
    }

    /** Keeps the old token until it expires if the login fails, because renewal starts before expiry. */
    private Tokens loginBesides(Tokens held, Deadline deadline) {
        try {
            return login(new State.SignedOut(), deadline);
        } catch (UploadException e) {
            if (state instanceof State.Suspended suspended && held.isValid(clock)) {
                return signedIn(held.until(suspended.until()));
            }
            throw e;
        }
    }

    /**
     * Logs in.
     *
     * @param before the state to return to if it is too early for a login
     */
    private Tokens login(State before, Deadline deadline) {
        LoginPace current = pace.get();
        if (clock.instant().isBefore(current.next())) {
            throw tooEarly(current, before);
        }
        // Calls wait for the login, because OVOK rejects the old token.
        state = new State.SignedOut();
        try {
            Tokens fresh = signIn.login(current.suggestsOtherCredentials(), deadline);
            pace.updateAndGet(last -> last.loggedIn(clock.instant()));
            return signedIn(fresh);
        } catch (UploadException.Unavailable e) {
            throw SharedCall.hasEnded(deadline) ? e : unavailable(e);
        } catch (UploadException.Misconfigured e) {
            throw e.problem() == Problem.OVOK_SIGN_IN
                    ? suspended(clock.instant().plus(REFUSED_CREDENTIALS_PAUSE), e, new State.SignedOut())
                    : e;
        }
    }

    private Tokens signedIn(Tokens fresh) {
        state = new State.SignedIn(fresh);
        return fresh;
    }

    private UploadException unavailable(UploadException.Unavailable failure) {
        Instant now = clock.instant();
        Instant next = pace.updateAndGet(last -> last.failed(now)).next();
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        Instant free = now.plus(asked.compareTo(MAX_PAUSE) < 0 ? asked : MAX_PAUSE);
        return suspended(free.isAfter(next) ? free : next, failure, new State.SignedOut());
    }

    private UploadException suspended(Instant until, UploadException reason, State next) {
        State.Suspended suspended = new State.Suspended(until, reason, next);
        state = suspended;
        return suspended.failure(clock.instant());
    }

    /** Keeps a token that OVOK accepts for other calls, because the rejection may concern one call alone. */
    private UploadException tooEarly(LoginPace pace, State before) {
        UploadException refused = refused(pace);
        return pace.useless() == 0 && before instanceof State.SignedIn
                ? new State.Suspended(pace.next(), refused, before).failure(clock.instant())
                : suspended(pace.next(), refused, before);
    }

    private static UploadException refused(LoginPace pace) {
        String refused = "OVOK rejects tokens (401), or lets them expire, soon after the login. The next login "
                + "follows within 30 seconds.";
        return pace.isHopeless()
                ? new UploadException.Misconfigured(
                        Problem.OVOK_SIGN_IN, refused + " Check that the account belongs to the host of OVOK_BASE_URL.")
                : new UploadException.Unavailable(Problem.UNAVAILABLE, refused, null);
    }
}
