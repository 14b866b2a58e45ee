package com.ovok.upload.ovok;

import com.fasterxml.jackson.core.JacksonException;
import com.ovok.client.ApiException;
import com.ovok.client.api.AuthenticationApi;
import com.ovok.client.model.LoginDto;
import com.ovok.client.model.RefreshTokenDto;
import com.ovok.client.model.ResponseRegisterLoginDto;
import com.ovok.client.model.ResponseTokenDto;
import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The calls that return tokens. They create no document, so every failed call can be repeated. Thread-safe. */
final class SignIn {
    /** In seconds; used if OVOK returns none. */
    private static final int LIFETIME = 3600;

    /** A call of the generated client. */
    @FunctionalInterface
    private interface Call<T> {
        @Nullable
        T with(AuthenticationApi api) throws ApiException;
    }

    private static final TimeShare REFRESH = new TimeShare(4, Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final TimeShare LOGIN = new TimeShare(2, Duration.ofSeconds(2), Duration.ofSeconds(30));

    private final OvokClient client;
    private final InstantSource clock;

    SignIn(OvokClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Signs in.
     *
     * @throws UploadException.Misconfigured if OVOK rejects the credentials
     */
    Tokens with(Credentials credentials, Deadline deadline) {
        return switch (credentials) {
            case AccessToken token -> new Tokens(token, Optional.empty(), Instant.MAX, Instant.MAX);
            case Credentials.Login login -> login(login, deadline);
        };
    }

    private Tokens login(Credentials.Login login, Deadline deadline) {
        Instant asked = clock.instant();
        LoginDto body =
                new LoginDto().email(login.email()).password(login.password()).clientId(login.clientId());
        ResponseRegisterLoginDto response = call(LOGIN.of(deadline), hint(login), api -> api.login(body));
        return tokens(response.getAccessToken(), response.getRefreshToken(), response.getExpiresIn(), asked);
    }

    /** Only OVOK can tell whether white space is part of the password. */
    private static String hint(Credentials.Login login) {
        return login.isPadded() ? " The password begins or ends with white space." : "";
    }

    /** Keeps the refresh token if OVOK returns no new one. */
    Tokens refreshed(String refresh, Deadline deadline) {
        Instant asked = clock.instant();
        RefreshTokenDto body = new RefreshTokenDto().refreshToken(refresh);
        ResponseTokenDto response = call(REFRESH.of(deadline), "", api -> api.refreshToken(body));
        String next = isMissing(response.getRefreshToken()) ? refresh : response.getRefreshToken();
        return tokens(response.getAccessToken(), next, response.getExpiresIn(), asked);
    }

    private static Tokens tokens(
            @Nullable String access, @Nullable String refresh, @Nullable Integer seconds, Instant asked) {
        try {
            AccessToken token = new AccessToken(access == null ? "" : access);
            Duration life = Duration.ofSeconds(seconds == null || seconds <= 0 ? LIFETIME : seconds);
            return Tokens.of(token, Optional.ofNullable(refresh).filter(text -> !isMissing(text)), asked, life);
        } catch (IllegalArgumentException e) {
            throw later("OVOK returned no valid token to the sign-in.", null);
        }
    }

    private static boolean isMissing(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private <T> T call(Deadline deadline, String hint, Call<T> call) {
        return send(deadline, hint, call)
                .orElseThrow(() -> later("OVOK returned an empty response to the sign-in.", null));
    }

    private <T> Optional<T> send(Deadline deadline, String hint, Call<T> call) {
        try {
            return Optional.ofNullable(call.with(client.authentication(deadline)));
        } catch (ApiException | RuntimeException e) {
            throw translated(e, hint);
        }
    }

    /** Drops the client's messages about bodies, because bodies contain passwords and tokens. */
    private static UploadException translated(Exception failure, String hint) {
        return switch (failure) {
            case ApiException e when e.getCause() == null -> refused(e, hint);
            case ApiException e
            when e.getCause() instanceof JacksonException ->
                later("OVOK returned a malformed response to the sign-in.", null);
            case ApiException e -> later("The connection to OVOK broke during the sign-in.", e.getCause());
            case UploadException e
            when e.problem() == Problem.DEADLINE -> later("OVOK did not respond to the sign-in in time.", null);
            default -> throw new IllegalStateException("The sign-in failed in an unknown way.", failure);
        };
    }

    private static UploadException refused(ApiException e, String hint) {
        String code = ErrorReason.signInCode(e.getResponseBody())
                .map(known -> " (" + known + ")")
                .orElse("");
        String returned = "OVOK returned " + e.getCode() + code + " to the sign-in";
        return switch (e.getCode()) {
            case 408, 409, 425, 429 ->
                new UploadException.Unavailable(
                        Problem.UNAVAILABLE, returned + ": it is busy.", OvokErrors.retryAfter(e), null);
            default ->
                e.getCode() >= 500
                        ? new UploadException.Unavailable(
                                Problem.UNAVAILABLE, returned + " (server error).", OvokErrors.retryAfter(e), null)
                        : new UploadException.Misconfigured(
                                Problem.OVOK_SIGN_IN,
                                returned
                                        + " with the secret of OVOK_SECRET_ID. Check the account, its password and"
                                        + " clientId, and that OVOK_BASE_URL is their host. The next sign-in follows"
                                        + " after a minute."
                                        + hint);
        };
    }

    private static UploadException later(String message, @Nullable Throwable cause) {
        return new UploadException.Unavailable(Problem.UNAVAILABLE, message, cause);
    }
}
