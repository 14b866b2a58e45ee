package com.ovok.upload.ovok;

import static com.ovok.upload.Samples.printed;
import static com.ovok.upload.WireServer.response;
import static com.ovok.upload.ovok.SignInServers.deadline;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.ovok.upload.Deadline;
import com.ovok.upload.Problem;
import com.ovok.upload.UploadException;
import com.ovok.upload.UploadException.Misconfigured;
import com.ovok.upload.UploadException.Unavailable;
import com.ovok.upload.WireServer;
import com.ovok.upload.WireServer.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a provider signs in, what it sends, and when it pauses. */
class CachingTokenProviderTest {
    private static final Duration COOL_DOWN = Duration.ofSeconds(60);

    @AutoClose
    private SignInServers servers;

    @BeforeEach
    void start() throws IOException {
        servers = new SignInServers();
    }

    @Test
    void logsInWithSecretOnly() {
        servers.secretHoldsPassword("pass\"word").loginGives("access-1", "refresh-1");
        assertThat(token()).isEqualTo("access-1");

        Request login = servers.ovok.request();
        assertThat(login.line()).isEqualTo("POST /v2/auth/login HTTP/1.1");
        assertThat(login.header("Authorization")).isEmpty();
        assertThat(login.text())
                .isEqualTo("{\"email\":\"up@example.com\",\"password\":\"pass\\\"word\",\"clientId\":\""
                        + SignInServers.CLIENT_ID + "\"}");
        Request fetch = servers.secrets.request();
        assertThat(fetch.header("X-Amz-Target")).contains("secretsmanager.GetSecretValue");
        assertThat(fetch.text()).isEqualTo("{\"SecretId\":\"ovok/uploader\"}");
    }

    @Test
    void sharesOneLoginAmongCalls() throws Exception {
        CountDownLatch asked = new CountDownLatch(20);
        servers.secretHoldsPassword("p");
        servers.ovok.then(client -> {
            await(asked);
            response(200, "{\"accessToken\":\"access-1\",\"expiresIn\":3600}").give(client);
        });
        Set<String> tokens = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.execute(() -> {
                    asked.countDown();
                    tokens.add(token());
                });
            }
        }
        assertThat(tokens).containsExactly("access-1");
        assertThat(servers.ovok.requests()).hasSize(1);
        assertThat(servers.secrets.requests()).hasSize(1);
    }

    @Test
    void keepsTokenUntilAMinuteBeforeExpiry() {
        signedIn();
        servers.clock.advance(Duration.ofSeconds(3539));
        assertThat(token()).isEqualTo("access-1");

        servers.clock.advance(Duration.ofSeconds(1));
        servers.ovok.then(response(200, "{\"access_token\":\"access-2\",\"expires_in\":3600}"));
        assertThat(token()).isEqualTo("access-2");
        assertThat(servers.ovok.requests()).singleElement().satisfies(refresh -> {
            assertThat(refresh.line()).isEqualTo("POST /auth/refresh-token HTTP/1.1");
            assertThat(refresh.header("Authorization")).isEmpty();
            assertThat(refresh.text()).isEqualTo("{\"refresh_token\":\"refresh-1\"}");
        });
    }

    @Test
    void usesShortLivedTokenForHalfOfItsLife() {
        servers.secretHoldsPassword("p");
        servers.ovok.then(
                response(200, "{\"accessToken\":\"access-1\",\"expiresIn\":30}"),
                response(200, "{\"accessToken\":\"access-2\",\"expiresIn\":30}"));
        assertThat(token()).isEqualTo("access-1");
        servers.clock.advance(Duration.ofSeconds(14));
        assertThat(token()).isEqualTo("access-1");

        servers.clock.advance(Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("access-2");
    }

    @Test
    void usesLatestRefreshToken() {
        signedIn();
        servers.ovok.then(
                response(200, "{\"access_token\":\"access-2\",\"refresh_token\":\"refresh-2\",\"expires_in\":60}"),
                response(200, "{\"access_token\":\"access-3\",\"expires_in\":60}"),
                response(200, "{\"access_token\":\"access-4\",\"expires_in\":3600}"));
        servers.clock.advance(Duration.ofHours(1));
        assertThat(token()).isEqualTo("access-2");
        servers.clock.advance(Duration.ofMinutes(1));
        assertThat(token()).isEqualTo("access-3");
        servers.clock.advance(Duration.ofMinutes(1));
        assertThat(token()).isEqualTo("access-4");
        assertThat(servers.ovok.requests())
                .extracting(Request::text)
                .containsExactly(
                        "{\"refresh_token\":\"refresh-1\"}",
                        "{\"refresh_token\":\"refresh-2\"}",
                        "{\"refresh_token\":\"refresh-2\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 422, 500, 503})
    void logsInAfterFailedRefresh(int status) {
        signedIn();
        servers.clock.advance(Duration.ofHours(1));
        servers.ovokReturns(status).loginGives("access-2", "refresh-2");
        assertThat(token()).isEqualTo("access-2");
        assertThat(servers.secrets.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 422})
    void pausesAMinuteAfterRejectedCredentials(int status) {
        servers.secretHoldsPassword("wrong").ovokReturns(status);
        refused(Problem.OVOK_SIGN_IN);
        servers.clock.advance(COOL_DOWN.minusSeconds(1));
        refused(Problem.OVOK_SIGN_IN);
        assertThat(servers.ovok.requests()).hasSize(1);
        assertThat(servers.secrets.requests()).hasSize(1);

        servers.clock.advance(Duration.ofSeconds(1));
        servers.secretHoldsPassword("right").loginGives("access-1", "refresh-1");
        assertThat(token()).isEqualTo("access-1");
    }

    @Test
    void sharesOneRejectedLogin() {
        servers.secretHoldsPassword("wrong").ovokReturns(401);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                threads.execute(() -> refused(Problem.OVOK_SIGN_IN));
            }
        }
        assertThat(servers.ovok.requests()).hasSize(1);
        assertThat(servers.secrets.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 422})
    void fetchesSecretAfterRejectedCredentials(int status) {
        signedIn();
        servers.clock.advance(Duration.ofHours(1));
        servers.ovokReturns(401, status).secretHoldsPassword("rotated").loginGives("access-2", "refresh-2");
        assertThat(token()).isEqualTo("access-2");
        assertThat(servers.ovok.requests())
                .extracting(Request::text)
                .last()
                .asString()
                .contains("rotated");
    }

    @Test
    void doesNotRetryUnchangedCredentials() {
        signedIn();
        servers.clock.advance(Duration.ofHours(1));
        servers.ovokReturns(401, 401).secretHoldsPassword("first");
        refused(Problem.OVOK_SIGN_IN);
        refused(Problem.OVOK_SIGN_IN);
        assertThat(servers.ovok.requests()).hasSize(2);
        assertThat(servers.secrets.requests()).hasSize(1);
    }

    @Test
    void replacesRevokedTokenByLogin() {
        signedIn();
        servers.loginGives("access-2", "refresh-2");
        assertThat(renewed("access-1")).isEqualTo("access-2");
        assertThat(renewed("access-1")).as("another call was faster").isEqualTo("access-2");
        assertThat(servers.ovok.requests()).hasSize(1);
        assertThat(servers.secrets.requests()).isEmpty();
    }

    @Test
    void fetchesSecretAfterTwoUselessTokens() {
        signedIn();
        servers.loginGives("access-2", "refresh-2");
        assertThat(renewed("access-1")).isEqualTo("access-2");
        unavailable(() -> renewed("access-2"), Duration.ofSeconds(1));
        assertThat(servers.ovok.requests()).hasSize(1);

        servers.clock.advance(Duration.ofSeconds(1));
        assertThat(token()).as("it may be valid by now").isEqualTo("access-2");
        servers.secretHoldsPassword("rotated").loginGives("access-3", "refresh-3");
        assertThat(renewed("access-2")).isEqualTo("access-3");
        assertThat(servers.ovok.request().text()).contains("rotated");
    }

    @Test
    void logsInWithKnownCredentialsWithoutSecret() {
        signedIn();
        servers.loginGives("access-2", "refresh-2");
        renewed("access-1");
        servers.clock.advance(COOL_DOWN);
        servers.secrets.otherwise(response(500, "{}"));
        servers.loginGives("access-3", "refresh-3");
        assertThat(renewed("access-2")).isEqualTo("access-3");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 59, 60})
    void logsInForTokensRevokedWithinSeconds(int seconds) {
        signedIn();
        String held = "access-1";
        for (int i = 2; i < 8; i++) {
            servers.session.accepted(new AccessToken(held));
            servers.clock.advance(Duration.ofSeconds(Math.max(seconds, seconds < 10 ? 1 << i : 0)));
            servers.loginGives("access-" + i, "refresh-" + i);
            held = renewed(held);
            assertThat(held).isEqualTo("access-" + i);
        }
        assertThat(servers.secrets.requests()).isEmpty();
    }

    @Test
    void keepsTokenAcceptedForOthers() {
        signedIn();
        servers.loginGives("access-2", "refresh-2");
        renewed("access-1");
        servers.session.accepted(new AccessToken("access-2"));

        unavailable(() -> renewed("access-2"), Duration.ofSeconds(1));
        assertThat(token()).isEqualTo("access-2");
        assertThat(servers.ovok.requests()).hasSize(1);
    }

    @Test
    void usesTokenOfSecretAndItsSuccessor() {
        servers.secretHolds("{\"accessToken\":\"fixed-1\"}");
        assertThat(token()).isEqualTo("fixed-1");
        servers.secretHolds("{\"accessToken\":\"fixed-2\"}");
        assertThat(renewed("fixed-1")).isEqualTo("fixed-2");
        assertThat(servers.ovok.requests()).isEmpty();
    }

    @Test
    void acceptsBinarySecret() {
        servers.secretHolds("\ufeff{\"accessToken\":\"fixed-1\"}".getBytes(UTF_16LE));
        assertThat(token()).isEqualTo("fixed-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "marker-text",
                "{\"email\":\"marker@example.com\"}",
                "{\"accessToken\":\"marker token\"}",
                "{\"accessToken\":7}",
                "{\"email\":\"marker@example.com\",\"password\":\"marker\",\"clientId\":\"marker-id\"}"
            })
    void reportsInvalidSecretWithoutValues(String secret) {
        servers.secretHolds(secret);
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(this::token)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.OVOK_SECRET))
                .withMessageNotContaining("marker")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ResourceNotFoundException", "AccessDeniedException", "DecryptionFailure"})
    void reportsUnreadableSecret(String code) {
        servers.secrets.then(response(400, "{\"__type\":\"" + code + "\",\"message\":\"marker\"}"));
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(this::token)
                .withMessageContaining(code)
                .withMessageNotContaining("marker");
    }

    @Test
    void survivesOutageOfSecretsManager() {
        WireServer.Response throttled = response(400, "{\"__type\":\"ThrottlingException\",\"message\":\"slow\"}");
        servers.secrets.then(throttled, throttled, throttled, throttled);
        assertThatExceptionOfType(Unavailable.class).isThrownBy(this::token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expiresIn\":\"3600\"",
                "\"expiresIn\":3600.0",
                "\"expiresIn\":\"an hour\"",
                "\"expiresIn\":1e400",
                "\"expiresIn\":1767323045678",
                "\"expiresIn\":{\"seconds\":60}",
                "\"expiresIn\":[60]",
                "\"expiresIn\":null",
                "\"expiresIn\":true",
                "\"expiresIn\":-1",
                "\"refreshToken\":{},\"project\":\"Project/1\",\"profile\":[1,{\"reference\":{}}]",
                "\"refreshToken\":\"\",\"project\":7,\"profile\":null,\"unknown\":{\"a\":[]}"
            })
    void acceptsTokenBesideUnknownFields(String others) {
        servers.secretHoldsPassword("p")
                .ovok
                .then(response(200, "\ufeff{\"accessToken\":\"access-1\"," + others + "}"));
        assertThat(token()).isEqualTo("access-1");
        servers.clock.advance(Duration.ofSeconds(3539));
        assertThat(token()).isEqualTo("access-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7200\"", "7200", "7.2e3", "7200.9"})
    void readsALifetimeOfAnyType(String seconds) {
        signedIn();
        servers.clock.advance(Duration.ofHours(1));
        servers.ovok.then(response(200, "{\"access_token\":\"access-2\",\"expires_in\":" + seconds + "}"));
        assertThat(token()).isEqualTo("access-2");
        servers.clock.advance(Duration.ofSeconds(7139));
        assertThat(token()).isEqualTo("access-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "{\"accessToken\":\"two words\"}", "[]", "{\"accessToken\":{}}"})
    void rejectsResponseWithoutToken(String body) {
        servers.secretHoldsPassword("p").ovok.then(response(200, body));
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(this::token)
                .withMessageNotContaining("two words")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void distinguishesBusyFromRejected(int status) {
        servers.secretHoldsPassword("p").ovok.then(response(status, "{}", "Retry-After: 7"));
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(this::token)
                .satisfies(e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(7)));
        servers.clock.advance(Duration.ofSeconds(5));
        unavailable(this::token, Duration.ofSeconds(2));
        assertThat(servers.ovok.requests()).hasSize(1);

        servers.clock.advance(Duration.ofSeconds(2));
        servers.loginGives("access-1", "refresh-1");
        assertThat(token()).isEqualTo("access-1");
        assertThat(servers.secrets.requests()).hasSize(1);
    }

    @Test
    void pausesLongerAfterEachFailedLogin() {
        servers.secretHoldsPassword("p").ovok.otherwise(response(503, ""));
        for (int pause : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            unavailable(this::token, Duration.ofSeconds(pause));
            servers.clock.advance(Duration.ofSeconds(pause));
        }
        assertThat(servers.ovok.requests()).hasSize(7);
    }

    @Test
    void limitsPauseToLongestInvocation() {
        servers.secretHoldsPassword("p").ovok.then(response(429, "", "Retry-After: 999999"));
        unavailable(this::token, Duration.ofMinutes(15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"invalid_grant\"}", "{\"issue\":[{\"code\":\"login\"}]}"})
    void reportsCodeOfRejectedLogin(String body) {
        servers.secretHoldsPassword("p").ovok.then(response(401, body));
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(this::token)
                .withMessageMatching("OVOK returned 401 \\((invalid_grant|login)\\) to the sign-in with .*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "code", "message", "error_description", "diagnostics"})
    void quotesNothingOfRejectedLogin(String field) {
        servers.secretHoldsPassword("marker\n")
                .ovok
                .then(response(401, "{\"" + field + "\":\"marker up@example.com\"}"));
        UploadException refusal = requireNonNull(catchThrowableOfType(UploadException.class, this::token));
        assertThat(printed(refusal)).doesNotContain("marker", "up@").contains("begins or ends with white space");
    }

    @Test
    void usesTokenUntilExpiryIfRenewalFails() {
        signedIn();
        servers.clock.advance(Duration.ofSeconds(3550));
        servers.ovok.then(response(503, "")).then(response(503, "", "Retry-After: 5"));
        assertThat(token()).isEqualTo("access-1");
        assertThat(token()).isEqualTo("access-1");
        assertThat(servers.ovok.requests()).hasSize(2);

        servers.clock.advance(Duration.ofSeconds(5));
        servers.ovok.then(response(503, ""));
        assertThat(token()).isEqualTo("access-1");
        servers.clock.advance(Duration.ofSeconds(45));
        servers.ovok.then(response(503, ""));
        assertThatExceptionOfType(Unavailable.class).isThrownBy(this::token);
    }

    @Test
    void endsByDeadlineIfOvokIsSilent() {
        servers.secretHoldsPassword("p").ovok.then(WireServer.stallAfter("HTTP/1.1 200 OK\r\n", new CountDownLatch(1)));
        Deadline soon = Deadline.in(Duration.ofSeconds(2), InstantSource.system());
        assertThatExceptionOfType(Unavailable.class)
                .isThrownBy(() -> servers.session.token(soon))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE));
    }

    @Test
    void signsInAgainAfterForget() {
        signedIn();
        servers.session.forget();
        servers.secretHoldsPassword("first").loginGives("access-2", "refresh-2");
        assertThat(token()).isEqualTo("access-2");
    }

    @Test
    void showsNoSecretAsText() throws Exception {
        Credentials login = Credentials.parse(SignInServers.json(
                        java.util.Map.of("email", "marker", "password", "marker", "clientId", SignInServers.CLIENT_ID))
                .getBytes(UTF_8));
        AccessToken token = new AccessToken("marker");
        Tokens tokens =
                new Tokens(token, java.util.Optional.of("marker"), servers.clock.instant(), servers.clock.instant());
        assertThat(login + " " + token + tokens + new StaticTokenProvider(token))
                .doesNotContain("marker", SignInServers.CLIENT_ID);
    }

    private void signedIn() {
        servers.secretHoldsPassword("first").loginGives("access-1", "refresh-1");
        assertThat(token()).isEqualTo("access-1");
        servers.ovok.requests();
        servers.secrets.requests();
    }

    private String token() {
        return servers.session.token(deadline()).value();
    }

    private String renewed(String refused) {
        return servers.session.renewed(new AccessToken(refused), deadline()).value();
    }

    private static void unavailable(ThrowingCallable call, Duration retryAfter) {
        assertThatExceptionOfType(Unavailable.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.problem()).isEqualTo(Problem.UNAVAILABLE);
            assertThat(e.retryAfter()).contains(retryAfter);
        });
    }

    private void refused(Problem problem) {
        assertThatExceptionOfType(Misconfigured.class)
                .isThrownBy(this::token)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
